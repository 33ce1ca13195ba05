package org.stellaops.attestor.postgres.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.stellaops.attestor.connectionstring.ConnectionTarget;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/** A lease of the PostgreSQL server in a data directory, which several processes can share. */
public final class EmbeddedServer implements AutoCloseable {
  private final ServerDirectory directory;
  private final Map<String, String> settings;
  private final ConnectionTarget connectionString;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedServer(
      ServerDirectory directory, Map<String, String> settings, ConnectionTarget target) {
    this.directory = directory;
    this.settings = settings;
    this.connectionString = target;
  }

  /**
   * Starts the server of this data directory, or connects to the running one.
   *
   * @param dataDir created if missing; the server uses {@code postgres} below it
   * @throws AttestorException with {@code store} or {@code disk} if the server cannot run here
   */
  public static EmbeddedServer open(Path dataDir) {
    return open(dataDir, Map.of());
  }

  /** The same with settings that override the defaults if this process starts the server. */
  public static EmbeddedServer open(Path dataDir, Map<String, String> settings) {
    ServerDirectory directory = ServerDirectory.createUnder(dataDir);
    try {
      return ServerLease.acquire(
          directory.lockFile(),
          isOnlyUser ->
              new EmbeddedServer(
                  directory, settings, startOrJoin(directory, settings, isOnlyUser)));
    } catch (IOException e) {
      throw directory.diskFailure(e);
    }
  }

  /** How to connect, with password; valid until {@link #close()}. */
  public ConnectionTarget connectionString() {
    return connectionString;
  }

  /** Ends the lease, and stops the server if it was the last one. Idempotent. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try {
        ServerLease.release(directory.lockFile(), () -> new PgCtl(directory, settings).stop());
      } catch (IOException e) {
        PgCtl.warnStillRunning(directory, e.toString());
      }
    }
  }

  /** Does not log if the server runs already, because initializing logging slows down commands. */
  private static ConnectionTarget startOrJoin(
      ServerDirectory directory, Map<String, String> settings, boolean isOnlyUser)
      throws IOException {
    if (!directory.hasCluster()) {
      InitDb.run(directory);
    }
    ServerProbe probe = new ServerProbe(directory);
    Optional<ConnectionTarget> running = probe.awaitReady();
    if (running.isPresent()) {
      return running.get();
    }
    if (!isOnlyUser) {
      // the server may run in another container; starting a second one would destroy the data
      throw new AttestorException(
          Failure.STORE,
          "another process uses the embedded PostgreSQL in %s, but its server is not visible"
              .formatted(directory.path()),
          "if it runs in another container, %s; otherwise stop it"
              .formatted(ServerUser.EXTERNAL_SERVER_HINT));
    }
    new PgCtl(directory, settings).start();
    return probe
        .awaitReady()
        .orElseThrow(() ->
            new AttestorException(
                Failure.STORE,
                "the embedded PostgreSQL in " + directory.path() + " stopped during startup",
                "see " + directory.logFile()));
  }
}
