package org.stellaops.attestor.console;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/** The running console; closing it stops its server. */
public final class HawtioConsole implements AutoCloseable {
  private static final String PATH = "/hawtio";

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
   * @param account the account that can log in
   * @throws AttestorException with {@code busy} if the address cannot be bound
   */
  public static HawtioConsole start(String host, int port, ConsoleAccount account) {
    ConsoleLoginModule.install(account);
    Server server = new Server(new InetSocketAddress(host, port));
    server.setHandler(webApplication());
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

  private static WebAppContext webApplication() {
    WebAppContext application = new WebAppContext(warFile().toString(), PATH);
    // its logging libraries would write to standard output
    application
        .getProtectedClassMatcher()
        .add("org.slf4j.", "ch.qos.logback.", "org.apache.commons.logging.");
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
