package org.stellaops.attestor.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
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
  private final ServerHome home;
  private final Map<String, String> settings;
  private final ConnectionString connectionString;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedServer(ServerHome home, Map<String, String> settings, ConnectionString target) {
    this.home = home;
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
  static EmbeddedServer open(Path dataDir, Map<String, String> settings) {
    ServerHome home = ServerHome.in(dataDir);
    try {
      return ServerLease.enter(
          home.lock(),
          alone -> new EmbeddedServer(home, settings, startOrJoin(home, settings, alone)));
    } catch (IOException e) {
      throw home.failed(e);
    }
  }

  /** How to connect, the password included; valid until {@link #close()}. */
  public ConnectionString connectionString() {
    return connectionString;
  }

  /** Ends this use, and stops the server if there is no other. Closing again does nothing. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try {
        ServerLease.leave(home.lock(), () -> new ServerControl(home, settings).stop());
      } catch (IOException e) {
        ServerControl.warnOfRunning(home, e.toString());
      }
    }
  }

  /** What only joins and leaves sets up no logging: most of those are commands that only look. */
  private static ConnectionString startOrJoin(
      ServerHome home, Map<String, String> settings, boolean alone) throws IOException {
    if (!home.hasData()) {
      ServerData.make(home);
    }
    ServerDoor door = new ServerDoor(home);
    Optional<ConnectionString> running = door.open();
    if (running.isPresent()) {
      return running.get();
    }
    if (!alone) {
      // its server may run where we cannot see it; a second one would destroy the data
      throw new AttestorException(
          Failure.STORE,
          "another process uses the embedded PostgreSQL in "
              + home.dir()
              + ", but its server cannot be seen from here",
          "if it runs in another container, " + ServerUser.CONNECT_INSTEAD + "; if not, stop it");
    }
    new ServerControl(home, settings).start();
    return door.open()
        .orElseThrow(() ->
            new AttestorException(
                Failure.STORE,
                "the embedded PostgreSQL in " + home.dir() + " stopped while it was starting",
                "look into " + home.log()));
  }
}
