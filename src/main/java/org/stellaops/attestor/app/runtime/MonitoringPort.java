package org.stellaops.attestor.app.runtime;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.config.MonitoringSettings;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.web.BrowserCheck;

/**
 * The address of metrics and health. It is checked before the start: Camel's HTTP server only logs
 * that it cannot bind, and the daemon would run without monitoring.
 */
final class MonitoringPort {
  private MonitoringPort() {}

  /**
   * Checks that the address can be bound.
   *
   * @throws AttestorException with {@code busy} if it is in use, with {@code configuration} if it
   *     is not an address of this host
   */
  static void requireFree(MonitoringSettings monitoring) {
    String hostAndPort = monitoring.host() + ":" + monitoring.port();
    InetSocketAddress address = new InetSocketAddress(monitoring.host(), monitoring.port());
    if (address.isUnresolved()) {
      throw unavailable(Failure.CONFIGURATION, hostAndPort, "unknown host", null);
    }
    try (ServerSocket socket = new ServerSocket()) {
      // like the server: a port with connections in TIME_WAIT can be bound
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

  /** Refuses requests that a page of another site made a browser send, from now on. */
  static void refuseOtherSites(CamelContext context, MonitoringSettings monitoring) {
    BrowserCheck check =
        BrowserCheck.of(
            monitoring.host(), monitoring.hostNames().orElse(""), "attestor.monitoring.hostNames");
    VertxPlatformHttpRouter.lookup(
            context, VertxPlatformHttpRouter.getRouterNameFromPort(monitoring.port()))
        .route()
        .order(Integer.MIN_VALUE)
        .handler(exchange ->
            check
                .refusal(name -> header(exchange.request(), name), false)
                .ifPresentOrElse(
                    refusal ->
                        exchange
                            .response()
                            .setStatusCode(refusal.status())
                            .putHeader("Content-Type", "text/plain;charset=utf-8")
                            .end(refusal.message() + "\n"),
                    exchange::next));
  }

  /** A header; {@code Host} also of HTTP/2, to which Java's client switches. */
  private static @Nullable String header(HttpServerRequest request, String name) {
    HostAndPort authority = request.authority();
    return name.equals("Host") && request.version() == HttpVersion.HTTP_2 && authority != null
        ? authority.toString()
        : request.getHeader(name);
  }

  private static AttestorException unavailable(
      Failure failure, String hostAndPort, @Nullable String reason, @Nullable Exception cause) {
    return new AttestorException(
        failure,
        "cannot serve metrics and health at " + hostAndPort + ": " + reason,
        "check whether a daemon is running already, or set attestor.monitoring.host and port",
        cause);
  }
}
