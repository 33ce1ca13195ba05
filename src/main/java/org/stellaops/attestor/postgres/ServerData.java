package org.stellaops.attestor.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/** Makes the database cluster of a {@link ServerHome} with {@code initdb}. */
final class ServerData {
  private static final Logger LOG = LoggerFactory.getLogger(ServerData.class);
  private static final String UNFINISHED = "initdb-";
  private static final String UNKNOWN_USER = "could not look up effective user ID";

  private ServerData() {}

  /**
   * Makes the cluster where there is none; to be called at the gate. It gets its name at the end,
   * so it is whole or not there, whenever we are killed.
   */
  static void make(ServerHome home) throws IOException {
    ServerBinaries binaries = ServerBinaries.in(home);
    ServerUser user = ServerUser.of(home, binaries.program("postgres"));
    ServerPassword.create(home.password());
    Leftovers.sweep(home.dir(), UNFINISHED);
    Path fresh = Files.createTempDirectory(home.dir(), UNFINISHED);
    ServerUser.adopt(fresh);
    ServerCommand made = initdb(home, user, binaries, fresh);
    if (made.output().contains(UNKNOWN_USER)) {
      made = initdb(home, user.nameless(), binaries, fresh);
    }
    if (!made.succeeded()) {
      Leftovers.sweep(home.dir(), UNFINISHED);
      throw new AttestorException(
          Failure.STORE,
          "cannot make the embedded PostgreSQL in " + home.dir() + ": " + made.lastLine(),
          ServerUser.CONNECT_INSTEAD);
    }
    Files.move(fresh, home.data(), StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel directory = FileChannel.open(home.dir(), StandardOpenOption.READ)) {
      directory.force(true);
    }
    LOG.info("made an embedded PostgreSQL in {}", home.data());
  }

  private static ServerCommand initdb(
      ServerHome home, ServerUser user, ServerBinaries binaries, Path fresh) {
    return ServerCommand.run(
        user.command(
            binaries.program("initdb"),
            "--pgdata=" + fresh,
            "--username=" + ServerDoor.USER,
            "--pwfile=" + home.password(),
            "--auth=scram-sha-256",
            // hashing it often makes a password dear to guess, and no one guesses 192 random bits
            "--set=scram_iterations=1",
            "--encoding=UTF8",
            "--no-locale",
            "--data-checksums"));
  }
}
