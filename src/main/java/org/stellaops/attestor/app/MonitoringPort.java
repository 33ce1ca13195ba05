package org.stellaops.attestor.app;

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
    String place = monitoring.host() + ":" + monitoring.port();
    InetSocketAddress address = new InetSocketAddress(monitoring.host(), monitoring.port());
    if (address.isUnresolved()) {
      throw refused(Failure.CONFIGURATION, place, "there is no such host", null);
    }
    try (ServerSocket socket = new ServerSocket()) {
      // as the server does it: a port whose last connections are dying is free
      socket.setReuseAddress(true);
      socket.bind(address);
    } catch (BindException e) {
      boolean taken = String.valueOf(e.getMessage()).contains("in use");
      throw refused(taken ? Failure.BUSY : Failure.CONFIGURATION, place, e.getMessage(), e);
    } catch (IOException e) {
      throw refused(Failure.CONFIGURATION, place, e.toString(), e);
    }
  }

  private static AttestorException refused(
      Failure failure, String place, @Nullable String why, @Nullable Exception cause) {
    return new AttestorException(
        failure,
        "metrics and health cannot be served at " + place + ": " + why,
        "a daemon may run already; else set attestor.monitoring.host and port",
        cause);
  }
}
