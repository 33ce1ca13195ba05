package org.stellaops.attestor.postgres.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/**
 * Where the embedded server keeps what it has; see the documentation of the package.
 *
 * @param path {@code <dataDir>/postgres}, absolute and without symbolic links
 */
public record ServerDirectory(Path path) {
  /** The home under this data directory; both are created where they are missing. */
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

  /** Whether there is a database cluster; it gets its name when it is complete. */
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

  /** What the file system refused. */
  AttestorException diskFailure(IOException e) {
    return diskFailure(path, e);
  }

  private static AttestorException diskFailure(Path path, IOException e) {
    return new AttestorException(
        Failure.DISK,
        "cannot keep the embedded PostgreSQL under " + path + ": " + e,
        "look at the owner, the rights and the free space of that directory",
        e);
  }
}
