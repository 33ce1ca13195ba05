package org.stellaops.attestor.postgres.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.stellaops.attestor.connectionstring.ConnectionTarget;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/**
 * A use of the PostgreSQL that lives in a data directory. All processes that use the directory
 * share one server: the first starts it, the others join it, the last stops it. A server whose
 * users were all killed goes on, and whoever comes next adopts it.
 *
 * <p>It listens on the loopback address, on any free port, and asks for a password. It writes
 * durably. What it has to say is in {@code server.log}.
 */
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
   * Starts the server of this data directory, or joins it where it runs already.
   *
   * @param dataDir is created if it is missing; the server lives in {@code postgres} below it
   * @throws AttestorException with {@code store} or {@code disk}, if there is no way to run it here
   */
  public static EmbeddedServer open(Path dataDir) {
    return open(dataDir, Map.of());
  }

  /** The same with settings that differ from the usual ones; they count if this use starts it. */
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

  /** How to connect, the password included; valid until {@link #close()}. */
  public ConnectionTarget connectionString() {
    return connectionString;
  }

  /** Ends this use, and stops the server if there is no other. Closing again does nothing. */
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

  /** What only joins and leaves sets up no logging: most of those are commands that only look. */
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
      // its server may run where we cannot see it; a second one would destroy the data
      throw new AttestorException(
          Failure.STORE,
          "another process uses the embedded PostgreSQL in "
              + directory.path()
              + ", but its server cannot be seen from here",
          "if it runs in another container, "
              + ServerUser.EXTERNAL_SERVER_HINT
              + "; if not, stop it");
    }
    new PgCtl(directory, settings).start();
    return probe
        .awaitReady()
        .orElseThrow(() ->
            new AttestorException(
                Failure.STORE,
                "the embedded PostgreSQL in " + directory.path() + " stopped while it was starting",
                "look into " + directory.logFile()));
  }
}
