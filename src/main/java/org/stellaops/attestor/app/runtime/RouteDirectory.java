package org.stellaops.attestor.app.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.stream.Stream;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/** Route files of the operator. They are code: who can write them can do what the daemon can. */
final class RouteDirectory {
  private static final String KEY = "attestor.routesDir";

  private RouteDirectory() {}

  /**
   * Makes sure that the directory is there, and that not everybody can write into it.
   *
   * @throws AttestorException with {@code configuration} if not
   */
  static void requireSafe(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw invalid("there is no directory " + directory, "create it, or remove the key");
    }
    try (Stream<Path> files = Files.list(directory)) {
      Stream.concat(Stream.of(directory), files).forEach(RouteDirectory::requireNotWorldWritable);
    } catch (IOException e) {
      throw invalid("cannot look into " + directory + ": " + e, "see that this user may read it");
    }
  }

  private static void requireNotWorldWritable(Path path) {
    try {
      if (Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_WRITE)) {
        throw invalid("everybody can write " + path, "run: chmod o-w " + path);
      }
    } catch (UnsupportedOperationException | IOException e) {
      throw invalid("cannot see who can write " + path + ": " + e, "move it to a local disk");
    }
  }

  private static AttestorException invalid(String message, String hint) {
    return new AttestorException(Failure.CONFIGURATION, KEY + ": " + message, hint);
  }
}
