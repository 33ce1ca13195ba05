package org.stellaops.attestor.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Fresh directories for the runs of one benchmark, all deleted when it is over.
 *
 * @param directory what they are in
 */
record Workspace(Path directory) implements AutoCloseable {
  /** A new one below this directory, which is made if it is missing. */
  static Workspace in(Path parent) throws IOException {
    return new Workspace(Files.createTempDirectory(Files.createDirectories(parent), "work-"));
  }

  /** A new directory of this name. */
  Path fresh(String name) throws IOException {
    return Files.createDirectory(directory.resolve(name));
  }

  /** Has everything on disk, so that nobody pays for the one before; tells how long that took. */
  Duration flush() throws IOException, InterruptedException {
    Path said = directory.resolve("sync.said");
    return new Program(List.of("sync"), Map.of(), said, said).run().wall();
  }

  @Override
  public void close() throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(directory)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : deepestFirst) {
      Files.delete(each);
    }
  }
}
