package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.stellaops.attestor.fakelog.FakeLog;

/**
 * Both sides of an air gap as operators have them: two configuration files, and commands. The log
 * lies in a directory that only the connected side is told of.
 *
 * @param carried a directory between the two
 */
record CommandSides(FakeLog log, Path source, Path connected, Path isolated, Path carried) {
  /** A log that the connected side has mirrored. */
  static CommandSides of(Path directory, FakeLog log) throws IOException {
    Path source = directory.resolve("source");
    CommandSides sides =
        new CommandSides(
            log,
            source,
            configuration(directory.resolve("connected"), log, source.toUri().toString()),
            configuration(directory.resolve("isolated"), log, TwoSides.NOWHERE.toString()),
            Files.createDirectories(directory.resolve("carried")));
    sides.sync();
    return sides;
  }

  private static Path configuration(Path home, FakeLog log, String url) throws IOException {
    return new TestConfiguration(Files.createDirectories(home))
        .follow(TestConfiguration.BACKEND, log, URI.create(url))
        .file();
  }

  /** The log grows, and the connected side follows. */
  void grow(long entries) {
    log.grow(entries);
    sync();
  }

  private void sync() {
    log.write(source);
    assertGood(Answered.with(connected, "sync", "--all"));
  }

  /** A file between the two sides. */
  Path file(String name) {
    return carried.resolve(name);
  }

  /** Exports with entries, as the options say, and finds that it went well; gives its files. */
  List<Path> export(String name, String... options) throws IOException {
    List<String> words = new ArrayList<>(List.of("--backend", TestConfiguration.BACKEND));
    words.addAll(List.of("--include-entries", "--checkpoints-only-verified"));
    words.addAll(List.of("--output", file(name).toString()));
    words.addAll(List.of(options));
    assertGood(connected("export", words.toArray(String[]::new)));
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
  Answered connected(String command, String... words) {
    return run(connected, command, words);
  }

  /** Runs a command on the isolated side. */
  Answered isolated(String command, String... words) {
    return run(isolated, command, words);
  }

  /** Imports on the isolated side, the options last. */
  Answered imports(List<Path> files, String... options) {
    return isolated(
        "import",
        Stream.concat(files.stream().map(Path::toString), Stream.of(options))
            .toArray(String[]::new));
  }

  private static Answered run(Path config, String command, String... words) {
    return Answered.with(
        config,
        Stream.concat(Stream.of(command.split(" ")), Stream.of(words)).toArray(String[]::new));
  }

  static void assertGood(Answered answer) {
    assertThat(answer.status()).as(answer.err()).isZero();
  }
}
