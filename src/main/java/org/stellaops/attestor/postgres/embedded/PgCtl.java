package org.stellaops.attestor.postgres.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/**
 * Starts and stops the server of a {@link ServerDirectory} with {@code pg_ctl}, so that Ctrl-C does
 * not reach the server. Must be called with the lock of {@link ServerLease}.
 */
final class PgCtl {
  private static final Logger LOG = LoggerFactory.getLogger(PgCtl.class);
  private static final int MAX_ATTEMPTS = 3;

  private final ServerDirectory directory;
  private final Map<String, String> settings;

  /**
   * Controls the server of this directory.
   *
   * @param overrides server settings that override the defaults
   */
  PgCtl(ServerDirectory directory, Map<String, String> overrides) {
    this.directory = directory;
    this.settings = new TreeMap<>(overrides);
    // durable, small, reachable from this host only
    settings.putIfAbsent("fsync", "on");
    settings.putIfAbsent("synchronous_commit", "on");
    settings.putIfAbsent("listen_addresses", "127.0.0.1");
    settings.putIfAbsent("unix_socket_directories", "");
    settings.putIfAbsent("max_connections", "100");
    settings.putIfAbsent("shared_buffers", "32MB");
    settings.putIfAbsent("max_wal_size", "128MB");
    settings.putIfAbsent("log_checkpoints", "off");
    settings.putIfAbsent("log_timezone", "UTC");
  }

  /** Starts the server, on its previous port if that is free; after a crash it recovers. */
  void start() throws IOException {
    Optional<PostmasterPid> stalePid = PostmasterPid.read(directory.dataDirectory());
    if (stalePid.isPresent()) {
      stalePid.get().replaceStalePid();
    }
    int port =
        stalePid
            .map(PostmasterPid::port)
            .filter(previousPort -> previousPort > 0)
            .orElse(findFreePort());
    for (int attempt = 1; ; attempt++) {
      ServerLog log = ServerLog.open(directory.logFile());
      ProcessResult result =
          run("start", "--log=" + directory.logFile(), "--options=" + options(port));
      if (result.isSuccess() || isRunning()) {
        LOG.info("started the embedded PostgreSQL at 127.0.0.1:{}", port);
        return;
      }
      if (!log.contains("Address already in use") || attempt == MAX_ATTEMPTS) {
        throw new AttestorException(
            Failure.STORE,
            "cannot start the embedded PostgreSQL: " + log.fatalMessage().orElse(result.lastLine()),
            "see " + directory.logFile());
      }
      port = findFreePort();
    }
  }

  /** Stops the server. If that fails, logs a warning and leaves it running. */
  void stop() throws IOException {
    ProcessResult result = run("stop", "--mode=fast");
    if (!result.isSuccess() && isRunning()) {
      warnStillRunning(directory, result.lastLine());
    }
  }

  /** Logs that the server may still run. */
  static void warnStillRunning(ServerDirectory directory, String reason) {
    LOG.warn("the embedded PostgreSQL in {} may still run: {}", directory.path(), reason);
  }

  private ProcessResult run(String... arguments) {
    ServerBinaries binaries = ServerBinaries.install(directory);
    ServerUser user = ServerUser.detect(directory, binaries.program("postgres"));
    List<String> command = new ArrayList<>(user.command(binaries.program("pg_ctl"), arguments));
    command.addAll(List.of("--wait", "--pgdata=" + directory.dataDirectory()));
    return ProcessResult.run(command);
  }

  private boolean isRunning() throws IOException {
    return PostmasterPid.read(directory.dataDirectory())
        .flatMap(PostmasterPid::process)
        .isPresent();
  }

  private String options(int port) {
    StringBuilder options = new StringBuilder("-p ").append(port);
    settings.forEach(
        (name, value) -> options.append(" -c ").append(name).append('=').append(value));
    return options.toString();
  }

  private static int findFreePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
