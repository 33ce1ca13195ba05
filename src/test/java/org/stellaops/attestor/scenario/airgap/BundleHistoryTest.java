package org.stellaops.attestor.scenario.airgap;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import org.stellaops.attestor.bundle.read.BundleForger;
import org.stellaops.attestor.scenario.support.AirGapCommands;
import org.stellaops.attestor.scenario.support.CommandResult;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeLog;

/** What an operator sees of bundles that were refused. */
class BundleHistoryTest {
  @TempDir private Path directory;

  /** The one is refused before anything of the bundle is read, the other within it. */
  @ParameterizedTest
  @CsvSource({"checkpoint, bad_bundle", "tile/1/000.p/1, bad_tile"})
  void listsARejectedBundleWithItsReason(String damaged, String word) throws IOException {
    FakeLog log = FakeLog.named("carried.example/log").grow(300);
    log.write(directory.resolve("log"));
    String config =
        new TestConfiguration(directory)
            .follow("log", log, directory.resolve("log").toUri())
            .file()
            .toString();
    Path bundle = directory.resolve("good.tar.gz");
    assertThat(CommandResult.run("sync", "--backend", "log", "--config", config).status()).isZero();
    CommandResult exported =
        CommandResult.run(
            "export", "--backend", "log", "--output", bundle.toString(), "--config", config);
    assertThat(exported.status()).as(exported.err()).isZero();
    Path changed = directory.resolve("changed.tar.gz");
    BundleForger.of(bundle)
        .transformFile(damaged, content -> new byte[content.length])
        .write(changed);

    CommandResult importResult =
        CommandResult.run("import", changed.toString(), "--config", config);
    CommandResult list = CommandResult.run("bundles", "list", "--config", config);

    assertThat(importResult.status()).as(importResult.err()).isEqualTo(1);
    // headings, the refusal, the export, and the reason of the one that was refused
    assertThat(list.out().lines().toList()).as(list.out()).hasSize(4);
    String reason = list.out().lines().toList().get(3);
    assertThat(reason).startsWith("2: " + word + ": ");
    assertThat(importResult.err()).contains(reason.substring(("2: " + word + ": ").length()));
  }

  @Test
  void recordsEachTransferWithUserContentAndTimeInOneRowAndOneLogLine() throws IOException {
    AirGapCommands airGap =
        AirGapCommands.of(directory, FakeLog.named("told.example/log").grow(300));
    Instant before = Instant.now();
    List<String> lines = new ArrayList<>();
    Path exportedBundle = captureLog(lines, () -> airGap.export("kit.tar.gz").get(0));
    String digest = Files.readString(airGap.file("kit.tar.gz.sha256")).substring(0, 64);
    captureLog(lines, () -> airGap.importBundles(List.of(exportedBundle)));
    Instant after = Instant.now();

    String user = System.getProperty("user.name");
    String expectedText =
        "by " + user + ", backend log, entries 0 to 299 of tree size 300, sha256 " + digest;
    assertThat(lines)
        .containsExactly(
            "export of " + exportedBundle + ": written; " + expectedText,
            "import of " + exportedBundle + ": first_contact; " + expectedText);
    JsonNode exported = onlyRow(airGap.connected("bundles list -o json"));
    JsonNode imported = onlyRow(airGap.isolated("bundles list -o json"));
    assertThat(exported.path("direction").asText()).isEqualTo("export");
    assertThat(exported.path("outcome").asText()).isEqualTo("written");
    assertThat(imported.path("direction").asText()).isEqualTo("import");
    assertThat(imported.path("outcome").asText()).isEqualTo("first_contact");
    for (JsonNode row : List.of(exported, imported)) {
      assertThat(row.path("backend").asText()).isEqualTo("log");
      assertThat(row.path("file").asText()).isEqualTo(exportedBundle.toString());
      assertThat(row.path("sha256").asText()).isEqualTo(digest);
      assertThat(row.path("bytes").asLong()).isEqualTo(Files.size(exportedBundle));
      assertThat(row.path("content").asText()).isEqualTo("entries");
      assertThat(row.path("baseSize").asLong(-1)).isZero();
      assertThat(row.path("from").asLong(-1)).isZero();
      assertThat(row.path("to").asLong()).isEqualTo(300);
      assertThat(row.path("treeSize").asLong()).isEqualTo(300);
      assertThat(row.path("volume").asInt()).isEqualTo(1);
      assertThat(row.path("volumes").asInt()).isEqualTo(1);
      assertThat(row.path("signedBy").isNull()).isTrue();
      assertThat(row.path("message").isNull()).isTrue();
      assertThat(row.path("who").asText()).isEqualTo(user);
      Instant startedAt = Instant.parse(row.path("startedAt").asText());
      Instant finished = Instant.parse(row.path("finishedAt").asText());
      assertThat(startedAt).isBetween(before.truncatedTo(ChronoUnit.MILLIS), finished);
      assertThat(finished).isBefore(after.plusMillis(1));
    }
  }

  @Test
  void listsVolumesThatWereCompleteBeforeTheExportFailed() throws IOException {
    AirGapCommands airGap =
        AirGapCommands.of(directory, FakeLog.named("part.example/log").grow(6_000));
    Files.createDirectory(airGap.file(".kit.002.tar.gz.tmp"));

    CommandResult failed =
        airGap.connected(
            "export --backend log --include-entries --volume-size 240000 -o json --output",
            airGap.file("kit.tar.gz").toString());

    assertThat(failed.status()).isEqualTo(3);
    assertThat(failed.err()).startsWith("stella: disk: kit.002.tar.gz: ");
    JsonNode reports = new ObjectMapper().readTree(failed.out());
    assertThat(reports.findValuesAsText("outcome")).containsExactly("written", "disk");
    JsonNode rows = new ObjectMapper().readTree(airGap.connected("bundles list -o json").out());
    assertThat(rows.findValuesAsText("outcome")).containsExactly("disk", "written");
    assertThat(airGap.file("kit.001.tar.gz.sha256"))
        .hasContent(rows.get(1).path("sha256").asText() + "  kit.001.tar.gz\n");
    Path finished = airGap.file("kit.001.tar.gz");
    assertThat(airGap.importBundles(List.of(finished)).status()).isEqualTo(4);
    AirGapCommands.assertSucceeded(airGap.importBundles(List.of(finished), "--partial"));
  }

  private static JsonNode onlyRow(CommandResult list) throws IOException {
    JsonNode rows = new ObjectMapper().readTree(list.out());
    assertThat(rows).as(list.out() + list.err()).hasSize(1);
    return rows.get(0);
  }

  /** Does something, and adds what the log says of bundles meanwhile. */
  private static <T> T captureLog(List<String> lines, Callable<T> action) throws IOException {
    Logger log = (Logger) LoggerFactory.getLogger("attestor.bundles");
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    Level level = log.getLevel();
    appender.start();
    log.setLevel(Level.INFO);
    log.addAppender(appender);
    try {
      return action.call();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    } finally {
      log.detachAppender(appender);
      log.setLevel(level);
      appender.list.forEach(event -> lines.add(event.getFormattedMessage()));
    }
  }
}
