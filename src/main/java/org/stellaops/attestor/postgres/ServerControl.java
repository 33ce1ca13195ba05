package org.stellaops.attestor.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/**
 * Starts and stops the server of a {@link ServerHome} with {@code pg_ctl}, which keeps it out of
 * the reach of a Ctrl-C that is meant for us. Everything here is done at the gate of {@link
 * ServerLease}.
 */
final class ServerControl {
  private static final Logger LOG = LoggerFactory.getLogger(ServerControl.class);
  private static final int PORTS_TO_TRY = 3;

  private final ServerHome home;
  private final Map<String, String> settings;

  /**
   * Controls the server of this home.
   *
   * @param overrides settings of the server that differ from the usual ones
   */
  ServerControl(ServerHome home, Map<String, String> overrides) {
    this.home = home;
    this.settings = new TreeMap<>(overrides);
    // durable, small, and for this host only
    settings.putIfAbsent("fsync", "on");
    settings.putIfAbsent("synchronous_commit", "on");
    settings.putIfAbsent("listen_addresses", "127.0.0.1");
    settings.putIfAbsent("unix_socket_directories", "");
    settings.putIfAbsent("max_connections", "50");
    settings.putIfAbsent("shared_buffers", "32MB");
    settings.putIfAbsent("max_wal_size", "128MB");
    settings.putIfAbsent("log_checkpoints", "off");
    settings.putIfAbsent("log_timezone", "UTC");
  }

  /** Starts the server; one that has crashed recovers, on its old port if that is free. */
  void start() throws IOException {
    ServerBinaries binaries = ServerBinaries.in(home);
    ServerUser user = ServerUser.of(home, binaries.program("postgres"));
    Optional<Postmaster> crashed = Postmaster.of(home.data());
    if (crashed.isPresent()) {
      crashed.get().disown();
    }
    int port = crashed.map(Postmaster::port).filter(old -> old > 0).orElse(freePort());
    for (int tries = 1; ; tries++) {
      ServerLog log = ServerLog.from(home.log());
      ServerCommand started =
          ServerCommand.run(
              user.command(
                  binaries.program("pg_ctl"),
                  "start",
                  "--wait",
                  "--pgdata=" + home.data(),
                  "--log=" + home.log(),
                  "--options=" + options(port)));
      if (started.succeeded() || running()) {
        LOG.info("started the embedded PostgreSQL at 127.0.0.1:{}", port);
        return;
      }
      if (!log.says("Address already in use") || tries == PORTS_TO_TRY) {
        throw new AttestorException(
            Failure.STORE,
            "the embedded PostgreSQL does not start: " + log.reason().orElse(started.lastLine()),
            "look into " + home.log());
      }
      port = freePort();
    }
  }

  /** Stops the server, whoever started it; a failure leaves it running for the next user. */
  void stop() throws IOException {
    ServerBinaries binaries = ServerBinaries.in(home);
    ServerUser user = ServerUser.of(home, binaries.program("postgres"));
    ServerCommand stopped =
        ServerCommand.run(
            user.command(
                binaries.program("pg_ctl"),
                "stop",
                "--mode=fast",
                "--wait",
                "--pgdata=" + home.data()));
    if (!stopped.succeeded() && running()) {
      warnOfRunning(home, stopped.lastLine());
    }
  }

  /** Says that a server that ought to have been stopped may still run. */
  static void warnOfRunning(ServerHome home, String reason) {
    LOG.warn("the embedded PostgreSQL in {} may still run: {}", home.dir(), reason);
  }

  private boolean running() throws IOException {
    return Postmaster.of(home.data()).flatMap(Postmaster::process).isPresent();
  }

  private String options(int port) {
    StringBuilder options = new StringBuilder("-p ").append(port);
    settings.forEach(
        (name, value) -> options.append(" -c ").append(name).append('=').append(value));
    return options.toString();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
