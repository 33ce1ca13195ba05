package org.stellaops.attestor.postgres.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.stellaops.attestor.connectionstring.ConnectionTarget;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/** Detects the running server of a {@link ServerDirectory}. */
final class ServerProbe {
  static final String USER = "stella";
  private static final Duration STARTUP_TIMEOUT = Duration.ofMinutes(5);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

  private final ServerDirectory directory;
  private final String password;

  ServerProbe(ServerDirectory directory) throws IOException {
    this.directory = directory;
    this.password = ServerPassword.read(directory.passwordFile());
  }

  /**
   * Waits while the server is starting, recovering or stopping.
   *
   * @return how to connect; empty if no server runs
   */
  Optional<ConnectionTarget> awaitReady() throws IOException {
    long deadline = System.nanoTime() + STARTUP_TIMEOUT.toNanos();
    while (true) {
      Optional<PostmasterPid> postmaster = PostmasterPid.read(directory.dataDirectory());
      Optional<ProcessHandle> process = postmaster.flatMap(PostmasterPid::process);
      if (process.isEmpty()) {
        return Optional.empty();
      }
      if (postmaster.get().isReady()) {
        return Optional.of(connectionString(postmaster.get().port()));
      }
      if (System.nanoTime() - deadline > 0) {
        throw new AttestorException(
            Failure.STORE,
            "timeout: the embedded PostgreSQL in %s is still starting or stopping"
                .formatted(directory.path()),
            "see " + directory.logFile());
      }
      awaitExit(process.get());
    }
  }

  private static void awaitExit(ProcessHandle process) {
    try {
      process.onExit().get(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      // still there
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AttestorException(Failure.STORE, "interrupted while waiting for PostgreSQL");
    }
  }

  private ConnectionTarget connectionString(int port) {
    return new ConnectionTarget(
        Map.of(
            "PGHOST", "127.0.0.1",
            "PGPORT", Integer.toString(port),
            "PGDBNAME", "postgres",
            "user", USER,
            "password", password,
            "sslmode", "disable",
            "gssEncMode", "disable"));
  }
}
