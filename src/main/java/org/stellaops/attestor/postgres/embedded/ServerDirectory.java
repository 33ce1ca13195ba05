package org.stellaops.attestor.postgres.embedded;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/**
 * The directory of the embedded server; the package documentation lists its files.
 *
 * @param path {@code <dataDir>/postgres}, absolute and without symbolic links
 */
public record ServerDirectory(Path path) {
  /** Creates the directory below this data directory, if missing. */
  public static ServerDirectory createUnder(Path dataDir) {
    try {
      Path path = Files.createDirectories(dataDir).toRealPath().resolve("postgres");
      if (Files.notExists(path)) {
        Files.createDirectory(path);
        ServerUser.inheritOwner(path);
      }
      return new ServerDirectory(path.toRealPath());
    } catch (IOException e) {
      throw diskFailure(dataDir, e);
    }
  }

  Path dataDirectory() {
    return path.resolve("data");
  }

  /** Whether there is a complete database cluster. */
  boolean hasCluster() {
    return Files.exists(dataDirectory().resolve("PG_VERSION"));
  }

  Path passwordFile() {
    return path.resolve("password");
  }

  Path lockFile() {
    return path.resolve("lock");
  }

  Path logFile() {
    return path.resolve("server.log");
  }

  AttestorException diskFailure(IOException e) {
    return diskFailure(path, e);
  }

  private static AttestorException diskFailure(Path path, IOException e) {
    boolean isDenied = e instanceof AccessDeniedException;
    return new AttestorException(
        Failure.DISK,
        "cannot use %s for the embedded PostgreSQL: %s"
            .formatted(path, isDenied ? "permission denied" : e),
        isDenied
            ? "run the command as the owner of the directory, or set attestor.dataDir"
            : "check owner, permissions and free space of that directory",
        e);
  }
}
