package org.stellaops.attestor.app.runtime;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.config.MonitoringSettings;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/**
 * The address of metrics and health, tried before anything is started: the HTTP server of Camel
 * only logs that it could not bind, and the daemon would go on unseen.
 */
final class MonitoringPort {
  private MonitoringPort() {}

  /**
   * Makes sure that it can be bound to.
   *
   * @throws AttestorException with {@code busy} if another process has it, with {@code
   *     configuration} if this host does not
   */
  static void requireFree(MonitoringSettings monitoring) {
    String hostAndPort = monitoring.host() + ":" + monitoring.port();
    InetSocketAddress address = new InetSocketAddress(monitoring.host(), monitoring.port());
    if (address.isUnresolved()) {
      throw unavailable(Failure.CONFIGURATION, hostAndPort, "there is no such host", null);
    }
    try (ServerSocket socket = new ServerSocket()) {
      // as the server does it: a port whose last connections are dying is free
      socket.setReuseAddress(true);
      socket.bind(address);
    } catch (BindException e) {
      boolean inUse = String.valueOf(e.getMessage()).contains("in use");
      throw unavailable(
          inUse ? Failure.BUSY : Failure.CONFIGURATION, hostAndPort, e.getMessage(), e);
    } catch (IOException e) {
      throw unavailable(Failure.CONFIGURATION, hostAndPort, e.toString(), e);
    }
  }

  private static AttestorException unavailable(
      Failure failure, String hostAndPort, @Nullable String reason, @Nullable Exception cause) {
    return new AttestorException(
        failure,
        "metrics and health cannot be served at " + hostAndPort + ": " + reason,
        "a daemon may run already; else set attestor.monitoring.host and port",
        cause);
  }
}
