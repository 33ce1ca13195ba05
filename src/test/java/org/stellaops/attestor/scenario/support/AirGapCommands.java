package org.stellaops.attestor.scenario.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.stellaops.attestor.testlog.FakeLog;

/**
 * Both sides of an air gap as operators have them: two configuration files, and commands. The log
 * lies in a directory that only the connected side is told of.
 *
 * @param carried a directory between the two
 */
public record AirGapCommands(
    FakeLog log, Path source, Path connected, Path isolated, Path carried) {
  /** A log that the connected side has mirrored. */
  public static AirGapCommands of(Path directory, FakeLog log) throws IOException {
    Path source = directory.resolve("source");
    AirGapCommands commands =
        new AirGapCommands(
            log,
            source,
            configuration(directory.resolve("connected"), log, source.toUri().toString()),
            configuration(directory.resolve("isolated"), log, AirGapFixture.UNREACHABLE.toString()),
            Files.createDirectories(directory.resolve("carried")));
    commands.sync();
    return commands;
  }

  private static Path configuration(Path home, FakeLog log, String url) throws IOException {
    return new TestConfiguration(Files.createDirectories(home))
        .follow(TestConfiguration.BACKEND, log, URI.create(url))
        .file();
  }

  /** The log grows, and the connected side follows. */
  public void grow(long entries) {
    log.grow(entries);
    sync();
  }

  private void sync() {
    log.write(source);
    assertSucceeded(CommandResult.runWithConfig(connected, "sync", "--all"));
  }

  /** A file between the two sides. */
  public Path file(String name) {
    return carried.resolve(name);
  }

  /** Exports with entries, as the options say, and finds that it went well; gives its files. */
  public List<Path> export(String name, String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("--backend", TestConfiguration.BACKEND));
    arguments.addAll(List.of("--include-entries", "--checkpoints-only-verified"));
    arguments.addAll(List.of("--output", file(name).toString()));
    arguments.addAll(List.of(options));
    assertSucceeded(connected("export", arguments.toArray(String[]::new)));
    String stem = name.substring(0, name.indexOf('.'));
    try (Stream<Path> files = Files.list(carried)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(stem + "."))
          .filter(file -> !file.toString().endsWith(".sha256"))
          .sorted()
          .toList();
    }
  }

  /** Runs a command on the connected side. */
  public CommandResult connected(String command, String... arguments) {
    return run(connected, command, arguments);
  }

  /** Runs a command on the isolated side. */
  public CommandResult isolated(String command, String... arguments) {
    return run(isolated, command, arguments);
  }

  /** Imports on the isolated side, the options last. */
  public CommandResult importBundles(List<Path> files, String... options) {
    return isolated(
        "import",
        Stream.concat(files.stream().map(Path::toString), Stream.of(options))
            .toArray(String[]::new));
  }

  private static CommandResult run(Path config, String command, String... arguments) {
    return CommandResult.runWithConfig(
        config,
        Stream.concat(Stream.of(command.split(" ")), Stream.of(arguments)).toArray(String[]::new));
  }

  public static void assertSucceeded(CommandResult result) {
    assertThat(result.status()).as(result.err()).isZero();
  }
}
