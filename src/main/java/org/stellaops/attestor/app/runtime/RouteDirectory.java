package org.stellaops.attestor.app.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.stream.Stream;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/** The operator's route files. They are code with all permissions of the daemon. */
final class RouteDirectory {
  private static final String KEY = "attestor.routesDir";

  private RouteDirectory() {}

  /**
   * Checks that the directory exists and that it and its files are not world-writable.
   *
   * @throws AttestorException with {@code configuration} otherwise
   */
  static void requireSafe(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw invalid("no such directory: " + directory, "create it, or remove the key");
    }
    try (Stream<Path> files = Files.list(directory)) {
      Stream.concat(Stream.of(directory), files).forEach(RouteDirectory::requireNotWorldWritable);
    } catch (IOException e) {
      throw invalid("cannot list " + directory + ": " + e, "make it readable for this user");
    }
  }

  private static void requireNotWorldWritable(Path path) {
    try {
      if (Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_WRITE)) {
        throw invalid("world-writable: " + path, "run: chmod o-w " + path);
      }
    } catch (UnsupportedOperationException | IOException e) {
      throw invalid("cannot read the permissions of " + path + ": " + e, "move it to a local disk");
    }
  }

  private static AttestorException invalid(String message, String hint) {
    return new AttestorException(Failure.CONFIGURATION, KEY + ": " + message, hint);
  }
}
