package org.stellaops.attestor.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/**
 * Where the embedded server keeps what it has; see the documentation of the package.
 *
 * @param dir {@code <dataDir>/postgres}, absolute and without symbolic links
 */
record ServerHome(Path dir) {
  /** The home under this data directory; both are created where they are missing. */
  static ServerHome in(Path dataDir) {
    try {
      Path home = Files.createDirectories(dataDir).toRealPath().resolve("postgres");
      if (Files.notExists(home)) {
        Files.createDirectory(home);
        ServerUser.adopt(home);
      }
      return new ServerHome(home.toRealPath());
    } catch (IOException e) {
      throw failed(dataDir, e);
    }
  }

  Path data() {
    return dir.resolve("data");
  }

  /** Whether there is a database cluster; it gets its name when it is complete. */
  boolean hasData() {
    return Files.exists(data().resolve("PG_VERSION"));
  }

  Path password() {
    return dir.resolve("password");
  }

  Path lock() {
    return dir.resolve("lock");
  }

  Path log() {
    return dir.resolve("server.log");
  }

  /** What the file system refused. */
  AttestorException failed(IOException e) {
    return failed(dir, e);
  }

  private static AttestorException failed(Path where, IOException e) {
    return new AttestorException(
        Failure.DISK,
        "cannot keep the embedded PostgreSQL under " + where + ": " + e,
        "look at the owner, the rights and the free space of that directory",
        e);
  }
}
