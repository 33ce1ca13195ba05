package org.stellaops.attestor.scenario.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stellaops.attestor.scenario.support.AirGapCommands;
import org.stellaops.attestor.scenario.support.CommandResult;
import org.stellaops.attestor.testlog.FakeLog;

/**
 * Files lost in eight ways on both sides of an air gap: each loss is noticed by the next command,
 * and healed by the command that the status names.
 */
class LostFilesTest {
  private static final Pattern NEXT = Pattern.compile("(?m)^next: (.*)$");
  private static final Pattern COMMAND = Pattern.compile("stella attestor (.*)$");
  private static final int MAX_COMMANDS = 2;

  @TempDir private Path directory;

  private AirGapCommands sites;
  private List<Path> kit = List.of();

  /** A way to lose files. */
  enum Loss {
    ALL,
    LEVEL,
    BUNDLE,
    OTHER_DIRECTORY,
    EMPTY_MOUNT,
    TRUNCATED_TILE,
    TRUNCATED_BUNDLE,
    OLDER_COPY,
    OLDER_DATABASE
  }

  @BeforeEach
  void mirrorOnBothSides() throws IOException {
    sites = AirGapCommands.of(directory, FakeLog.named("lost.example/log").grow(1_300));
    String yaml = Files.readString(sites.isolated());
    Files.writeString(
        sites.isolated(), yaml.replace("  rekorSync:\n", "  rekorSync:\n    enabled: false\n"));
    importKit("day1.tar.gz");
    for (Path config : List.of(sites.connected(), sites.isolated())) {
      copy(tiles(config), config.resolveSibling("older"));
      sql(
          config,
          "create table older_checkpoints as select * from rekor_checkpoints",
          "create table older_heads as select * from log_heads");
    }
    sites.grow(700);
    importKit("day2.tar.gz");
  }

  @ParameterizedTest
  @EnumSource
  void connectedSideNoticesAndHeals(Loss loss) throws IOException {
    lose(sites.connected(), loss);

    CommandResult cycle = connected("sync", "--all");
    assertThat(cycle.status()).as(cycle.err()).isEqualTo(1);
    assertThat(cycle.err()).contains("damaged");
    assertNoticed(sites.connected(), loss);

    heal(sites.connected());
    assertThat(connected("sync", "--all").status()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void isolatedSideNoticesAndHeals(Loss loss) throws IOException {
    lose(sites.isolated(), loss);

    assertNoticed(sites.isolated(), loss);

    heal(sites.isolated());
    assertThat(sites.importBundles(kit).status()).isZero();
  }

  private void assertNoticed(Path config, Loss loss) {
    CommandResult status = CommandResult.runWithConfig(config, "sync-status");
    assertThat(status.status()).as(status.out()).isEqualTo(1);
    assertThat(status.out()).contains("damaged").doesNotContain("100%");
    CommandResult json = CommandResult.runWithConfig(config, "sync-status", "-o", "json");
    assertThat(json.status()).isEqualTo(1);
    assertThat(json.out()).contains("\"state\" : \"damaged\"");
    CommandResult stats = CommandResult.runWithConfig(config, "tiles", "stats", "--backend", "log");
    assertThat(stats.out()).contains("Coverage: damaged");
    if (loss == Loss.ALL || loss == Loss.OTHER_DIRECTORY || loss == Loss.EMPTY_MOUNT) {
      assertThat(published(config)).isEmpty();
    }
  }

  /** Runs the commands that the status names until it names none. */
  private void heal(Path config) {
    CommandResult status = CommandResult.runWithConfig(config, "sync-status");
    int commands = 0;
    while (status.status() != 0) {
      assertThat(commands++).as(status.out()).isLessThan(MAX_COMMANDS);
      Matcher next = NEXT.matcher(status.out());
      assertThat(next.find()).as(status.out()).isTrue();
      if (next.group(1).startsWith("import a bundle")) {
        sites.importBundles(kit);
      } else {
        Matcher command = COMMAND.matcher(next.group(1));
        assertThat(command.find()).as(next.group(1)).isTrue();
        CommandResult.runWithConfig(config, command.group(1).split(" "));
      }
      status = CommandResult.runWithConfig(config, "sync-status");
    }
    assertThat(status.out()).contains("100%", "current");
    CommandResult verified =
        CommandResult.runWithConfig(config, "tiles", "verify", "--backend", "log");
    assertThat(verified.status()).as(verified.out()).isZero();
    assertThat(verified.out()).contains("mirrored 2,000");
  }

  private void lose(Path config, Loss loss) throws IOException {
    Path tiles = tiles(config);
    switch (loss) {
      case ALL -> delete(tiles);
      case LEVEL -> delete(logDirectory(tiles).resolve("tile/1"));
      case BUNDLE -> Files.delete(logDirectory(tiles).resolve("tile/entries/002"));
      case OTHER_DIRECTORY -> {
        delete(tiles);
        Files.createDirectories(tiles);
        Files.writeString(tiles.resolve(".store-id"), "0".repeat(32) + "\n");
      }
      case EMPTY_MOUNT -> {
        delete(tiles);
        Files.createDirectories(tiles);
      }
      case TRUNCATED_TILE -> truncate(logDirectory(tiles).resolve("tile/0/001"));
      case TRUNCATED_BUNDLE -> truncate(logDirectory(tiles).resolve("tile/entries/003"));
      case OLDER_COPY -> {
        delete(tiles);
        copy(config.resolveSibling("older"), tiles);
      }
      case OLDER_DATABASE ->
          sql(
              config,
              "set session_replication_role = replica",
              "delete from log_heads",
              "delete from rekor_checkpoints",
              "insert into rekor_checkpoints select * from older_checkpoints",
              "insert into log_heads select * from older_heads");
    }
  }

  private void importKit(String name) throws IOException {
    kit = sites.export(name);
    AirGapCommands.assertSucceeded(sites.importBundles(kit));
  }

  private CommandResult connected(String... command) {
    return CommandResult.runWithConfig(sites.connected(), command);
  }

  private static Path tiles(Path config) {
    return config.resolveSibling("tiles");
  }

  private static Path logDirectory(Path tiles) throws IOException {
    try (Stream<Path> logs = Files.list(tiles)) {
      return logs.filter(path -> path.getFileName().toString().length() == 64)
          .findFirst()
          .orElseThrow();
    }
  }

  private static List<Path> published(Path config) {
    try (Stream<Path> files = Files.walk(tiles(config))) {
      return files.filter(path -> path.endsWith("checkpoint")).toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static void truncate(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - 100);
    }
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      files.forEach(file -> {
        try {
          Files.copy(file, to.resolve(from.relativize(file).toString()));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
    }
  }

  /** As the owner of the database can, past the triggers and the keys. */
  private static void sql(Path config, String... statements) throws IOException {
    Matcher url =
        Pattern.compile("connectionString: \"([^\"]*)\"").matcher(Files.readString(config));
    assertThat(url.find()).isTrue();
    try (Connection connection = DriverManager.getConnection(url.group(1));
        Statement statement = connection.createStatement()) {
      statement.execute("set search_path = attestor");
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
