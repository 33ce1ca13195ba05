package org.stellaops.attestor.postgres.embedded;

import java.io.IOException;
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

  /** The exception for a file system error. */
  AttestorException diskFailure(IOException e) {
    return diskFailure(path, e);
  }

  private static AttestorException diskFailure(Path path, IOException e) {
    return new AttestorException(
        Failure.DISK,
        "cannot use the directory of the embedded PostgreSQL, " + path + ": " + e,
        "check owner, permissions and free space of that directory",
        e);
  }
}
