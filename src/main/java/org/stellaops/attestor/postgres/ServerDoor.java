package org.stellaops.attestor.postgres;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/** Finds out whether the server of a {@link ServerHome} runs, and how to connect to it. */
final class ServerDoor {
  static final String USER = "stella";
  private static final Duration RECOVERY = Duration.ofMinutes(5);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final ServerHome home;
  private final String password;

  ServerDoor(ServerHome home) throws IOException {
    this.home = home;
    this.password = password(home);
  }

  /**
   * Waits for a server that is starting, recovering or stopping.
   *
   * @return how to connect; empty if no server runs
   */
  Optional<ConnectionString> open() throws IOException {
    long deadline = System.nanoTime() + RECOVERY.toNanos();
    while (true) {
      Optional<Postmaster> server = Postmaster.of(home.data());
      Optional<ProcessHandle> process = server.flatMap(Postmaster::process);
      if (process.isEmpty()) {
        return Optional.empty();
      }
      if (server.get().ready()) {
        return Optional.of(target(server.get().port()));
      }
      if (System.nanoTime() - deadline > 0) {
        throw new AttestorException(
            Failure.STORE,
            "the embedded PostgreSQL in " + home.dir() + " is still starting or stopping",
            "look into " + home.log());
      }
      pause(process.get());
    }
  }

  private static void pause(ProcessHandle process) {
    try {
      process.onExit().get(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      // still there
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AttestorException(Failure.STORE, "interrupted while waiting for PostgreSQL");
    }
  }

  private ConnectionString target(int port) {
    return new ConnectionString(
        Map.of(
            "PGHOST", "127.0.0.1",
            "PGPORT", Integer.toString(port),
            "PGDBNAME", "postgres",
            "user", USER,
            "password", password,
            "sslmode", "disable",
            "gssEncMode", "disable"));
  }

  private static String password(ServerHome home) throws IOException {
    try {
      return ServerPassword.read(home.password());
    } catch (NoSuchFileException e) {
      throw new AttestorException(
          Failure.STORE,
          "the password of the embedded PostgreSQL is gone: " + home.password(),
          "restore that file from a backup, beside the directory data that it belongs to");
    }
  }
}
