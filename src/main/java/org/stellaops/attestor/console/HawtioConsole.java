package org.stellaops.attestor.console;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.SessionTrackingMode;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.stream.Stream;
import org.eclipse.jetty.ee10.servlet.ErrorHandler;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.SessionHandler;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.web.BrowserCheck;

/** The running console; closing it stops its server. */
public final class HawtioConsole implements AutoCloseable {
  static final String PATH = "/hawtio";

  /** The page with the routes. */
  static final String START_PAGE = PATH + "/camel";

  private static final String COOKIE = "STELLA_CONSOLE";

  private final Server server;
  private final String host;

  private HawtioConsole(Server server, String host) {
    this.server = server;
    this.host = host;
  }

  /**
   * Starts the console.
   *
   * @param port 0 for any free port
   * @param hostNames further names under which browsers reach the console, separated by commas; can
   *     be empty
   * @param account the account that can log in
   * @throws AttestorException with {@code busy} if the address cannot be bound
   */
  public static HawtioConsole start(
      String host, int port, String hostNames, ConsoleAccount account) {
    ConsoleLoginModule.install(account);
    Server server = server(host, port);
    BrowserCheck check = BrowserCheck.of(host, hostNames, "attestor.console.hostNames");
    server.setHandler(new ConsoleRequests(webApplication(), check));
    HawtioConsole console = new HawtioConsole(server, host);
    try {
      server.start();
      return console;
    } catch (Exception e) {
      console.close();
      throw e instanceof BindException || e.getCause() instanceof BindException
          ? startupError(
              Failure.BUSY, host + ":" + port + " is in use or not an address of this host", e)
          : startupError(Failure.INTERNAL, e.toString(), e);
    }
  }

  /** The URL for a browser. */
  public URI url() {
    return URI.create("http://" + host + ":" + server.getURI().getPort() + PATH);
  }

  @Override
  public void close() {
    LifeCycle.stop(server);
  }

  private static Server server(String host, int port) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.addCustomizer(ConsoleRequests.forwardedByLoopback());
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost(host);
    connector.setPort(port);
    server.addConnector(connector);
    return server;
  }

  private static WebAppContext webApplication() {
    WebAppContext application = new WebAppContext(warFile().toString(), PATH);
    // its logging libraries would write to standard output
    application
        .getProtectedClassMatcher()
        .add("org.slf4j.", "ch.qos.logback.", "org.apache.commons.logging.");
    application.addOverrideDescriptor(
        HawtioConsole.class.getResource("/console/web-override.xml").toString());
    SessionHandler sessions = application.getSessionHandler();
    sessions.setSameSite(HttpCookie.SameSite.STRICT);
    sessions.setHttpOnly(true);
    sessions.setSecureRequestOnly(true);
    // cookies of all ports of a host are shared
    sessions.setSessionCookie(COOKIE);
    sessions.setSessionTrackingModes(EnumSet.of(SessionTrackingMode.COOKIE));
    application.addFilter(
        new FilterHolder(new LogoutFilter()), "/auth/logout", EnumSet.of(DispatcherType.REQUEST));
    if (application.getErrorHandler() instanceof ErrorHandler errors) {
      errors.setShowStacks(false);
    }
    // fail at startup instead of serving status 404
    application.setThrowUnavailableOnStartupException(true);
    return application;
  }

  /** The war file in the directory of the program's libraries. */
  private static Path warFile() {
    URI codeSource =
        URI.create(
            HawtioConsole.class.getProtectionDomain().getCodeSource().getLocation().toString());
    Path libraries = Path.of(codeSource).resolveSibling("lib");
    try (Stream<Path> files = Files.list(libraries)) {
      return files
          .filter(file -> file.getFileName().toString().matches("hawtio-default-.*\\.war"))
          .findFirst()
          .orElseThrow(() ->
              startupError(Failure.CONFIGURATION, "no hawtio-default.war in " + libraries, null));
    } catch (IOException e) {
      throw startupError(Failure.CONFIGURATION, "cannot list " + libraries, e);
    }
  }

  private static AttestorException startupError(
      Failure failure, String reason, @Nullable Exception cause) {
    return new AttestorException(
        failure,
        "cannot start the console: " + reason,
        "set attestor.console.host and port, or attestor.console.enabled: false",
        cause);
  }
}
