package org.stellaops.attestor.benchmark.measure;

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
public record Workspace(Path directory) implements AutoCloseable {
  /** A new one below this directory, which is made if it is missing. */
  public static Workspace createIn(Path parent) throws IOException {
    return new Workspace(Files.createTempDirectory(Files.createDirectories(parent), "work-"));
  }

  /** A new directory of this name. */
  public Path createDirectory(String name) throws IOException {
    return Files.createDirectory(directory.resolve(name));
  }

  /** Has everything on disk, so that nobody pays for the one before; tells how long that took. */
  public Duration flush() throws IOException, InterruptedException {
    Path output = directory.resolve("sync.said");
    return new MeasuredProcess(List.of("sync"), Map.of(), output, output).run().wall();
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
