package org.stellaops.attestor.app.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.stellaops.attestor.app.DaemonFixture;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.config.SettingsLoader;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/** Routes that operators add without a build. */
class RouteDirectoryTest {
  private static final String ROUTE =
      """
      - route:
          id: mine
          from:
            uri: direct
            parameters:
              name: mine
            steps:
              - setBody:
                  constant: "interval {{attestor.rekorSync.syncInterval}}"
      """;

  @TempDir private Path directory;
  private Path routes;

  @BeforeEach
  void createRoutesDirectory() throws IOException {
    routes = Files.createDirectory(directory.resolve("routes"));
    Files.setPosixFilePermissions(routes, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void runsOperatorRoute() throws Exception {
    write("mine.camel.yaml", ROUTE);
    Files.writeString(routes.resolve("notes.txt"), "no route");

    try (DaemonFixture daemon = start()) {
      assertThat(
              daemon
                  .runtime
                  .context()
                  .createProducerTemplate()
                  .requestBody("direct:mine", "", String.class))
          .isEqualTo("interval 5m");
      assertThat(daemon.runtime.context().getRoute("sync-log")).isNotNull();
    }
  }

  @Test
  void brokenRouteFailsStartup() throws IOException {
    write("bad.camel.yaml", ROUTE.replace("direct\n", "no-such-component\n"));

    assertThatThrownBy(this::start)
        .isInstanceOfSatisfying(
            AttestorException.class, e -> assertThat(e.failure()).isEqualTo(Failure.CONFIGURATION))
        .hasMessageContainingAll("bad.camel.yaml: ", "no-such-component");
    assertValidateNames("bad.camel.yaml: there is no component 'no-such-component'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"- route:\n  id: [", "- route:\n    id: x\n    form: {}\n"})
  void fileThatIsNoRouteIsNamed(String text) throws IOException {
    write("good.camel.yaml", ROUTE);
    write("typo.camel.yaml", text);

    assertThatThrownBy(this::start)
        .isInstanceOfSatisfying(
            AttestorException.class, e -> assertThat(e.failure()).isEqualTo(Failure.CONFIGURATION))
        .hasMessageContaining("typo.camel.yaml: ");
    assertValidateNames("typo.camel.yaml: ");
  }

  @Test
  void fileWithTheIdOfAnotherRouteIsNamed() throws IOException {
    write("mine.camel.yaml", ROUTE);
    write("same.camel.yaml", ROUTE.replace("name: mine", "name: other"));

    assertThatThrownBy(this::start)
        .hasMessageContaining("same.camel.yaml: the route id 'mine' is used by ")
        .hasMessageContaining("mine.camel.yaml, too");

    write("same.camel.yaml", ROUTE.replace("id: mine", "id: sync-log"));
    assertThatThrownBy(this::start)
        .hasMessageContaining("same.camel.yaml: the route id 'sync-log' is used by the program");
    assertValidateNames("same.camel.yaml: the route id 'sync-log' is used by the program");
  }

  @Test
  void fileThatIsAddedWhileRunningIsReported() throws Exception {
    write("mine.camel.yaml", ROUTE);
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger("attestor.configuration");
    appender.start();
    logger.addAppender(appender);
    logger.setLevel(Level.WARN);
    try (DaemonFixture daemon = start()) {
      daemon.runtime.watchRouteFiles();
      write("new.camel.yaml", ROUTE.replace("mine", "new"));
      daemon.runtime.configuration().hasChanged();
      daemon.runtime.configuration().hasChanged();
    } finally {
      logger.detachAppender(appender);
      logger.setLevel(null);
    }
    assertThat(appender.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .filteredOn(line -> line.contains("camel.yaml"))
        .containsExactly(
            routes.resolve("new.camel.yaml") + " was added; restart the daemon to apply it");
  }

  private void assertValidateNames(String problem) throws IOException {
    Path file = directory.resolve("validated.yaml");
    Files.writeString(file, "attestor:\n  routesDir: \"" + routes + "\"\n");
    Settings settings = new SettingsLoader(directory, directory).load(file);
    assertThatThrownBy(() -> AttestorRuntime.checkRouteFiles(settings, "1"))
        .isInstanceOf(AttestorException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void rejectsWorldWritableFile() throws IOException {
    write("mine.camel.yaml", ROUTE);
    Files.setPosixFilePermissions(
        routes.resolve("mine.camel.yaml"), PosixFilePermissions.fromString("rw-rw-rw-"));

    assertThatThrownBy(this::start).hasMessageContaining("world-writable: ");
  }

  @Test
  void rejectsMissingDirectory() throws IOException {
    Files.delete(routes);

    assertThatThrownBy(this::start).hasMessageContaining("no such directory: " + routes);
  }

  private DaemonFixture start() throws IOException {
    return new DaemonFixture(directory, "  routesDir: \"" + routes + "\"");
  }

  private void write(String name, String route) throws IOException {
    Path file = Files.writeString(routes.resolve(name), route);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }
}
