package org.stellaops.attestor.app.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.app.DaemonFixture;
import org.stellaops.attestor.failure.AttestorException;

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
        .isInstanceOf(AttestorException.class)
        .hasMessageContaining("no-such-component");
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
