package org.stellaops.attestor.postgres.embedded;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.stellaops.attestor.durable.DirectoryTrees;

/** Deletes directories that a killed process left incomplete or that are obsolete. */
final class StaleDirectories {
  private StaleDirectories() {}

  /** Deletes all directories with this name prefix, as far as possible. */
  static void deleteAll(Path parent, String prefix) throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(parent, prefix + "*")) {
      for (Path directory : found) {
        try {
          DirectoryTrees.delete(directory);
        } catch (IOException e) {
          // an orphaned initdb may still be writing; the next call deletes the rest
        }
      }
    }
  }
}
