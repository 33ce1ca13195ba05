package org.stellaops.attestor.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/**
 * What came out of a run.
 *
 * @param directory where it is
 */
record Copy(Path directory) {

  /**
   * Makes sure that here are exactly these files of a log, and that every byte is the log's.
   *
   * @throws AttestorException with {@code bad_tile} if a file is missing, too many, or different
   */
  void requireSame(BenchLog log, List<String> paths) throws IOException {
    Set<String> here = new HashSet<>(paths(directory));
    for (String path : paths) {
      if (!here.remove(path)) {
        throw wrong(path + " is missing");
      }
      long difference = Files.mismatch(log.directory().resolve(path), directory.resolve(path));
      if (difference >= 0) {
        throw wrong(path + " differs from the log at byte " + difference);
      }
    }
    if (!here.isEmpty()) {
      throw wrong(here.size() + " files are too many, one of them " + here.iterator().next());
    }
  }

  /** All files below a directory, relative to it, in alphabetical order. */
  static List<String> paths(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> directory.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  private AttestorException wrong(String what) {
    return new AttestorException(Failure.BAD_TILE, "wrong result in " + directory + ": " + what);
  }
}
