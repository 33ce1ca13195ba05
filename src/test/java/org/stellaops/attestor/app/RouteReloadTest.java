package org.stellaops.attestor.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.component.scheduler.SchedulerEndpoint;
import org.apache.camel.processor.Throttler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.app.runtime.RouteReload;

/** Edited route files in a running daemon: {@code run --dev}. */
class RouteReloadTest {
  private static final Path BUILT_IN = Path.of("src/main/resources/routes");
  private static final String OWN_ROUTE =
      """
      - route:
          id: own-route
          from:
            uri: direct:own-route
            steps:
              - log: %s
      """;

  @TempDir private Path directory;
  private Path routes;
  private Path routesDir;
  private DaemonFixture daemon;
  private RouteReload reload;

  @BeforeEach
  void startWithACopyOfTheRoutes() throws IOException {
    routes = directory.resolve("routes");
    routesDir = Files.createDirectory(directory.resolve("own"));
    Files.writeString(routesDir.resolve("own.camel.yaml"), OWN_ROUTE.formatted("first"));
    try (Stream<Path> files = Files.walk(BUILT_IN)) {
      for (Path each : files.toList()) {
        Files.copy(each, routes.resolve(BUILT_IN.relativize(each).toString()));
      }
    }
    daemon = new DaemonFixture(directory, "  routesDir: \"" + routesDir + "\"");
    reload = daemon.runtime.reloadRoutes(routes);
  }

  @AfterEach
  void stop() {
    daemon.close();
  }

  @Test
  void editedThrottleTakesEffectAndPollingContinues() throws Exception {
    Set<String> before = routeIds();
    assertThat(throttleLimitOfACycle()).isEqualTo(500);

    edit("sync/fetch.camel.yaml", "\"{{attestor.rekorSync.requestsPerSecond}}\"", "\"7\"");

    assertThat(reload.reloadIfChanged()).isTrue();
    assertThat(throttleLimitOfACycle()).isEqualTo(7);
    assertThat(routeIds()).isEqualTo(before);
    assertAllStarted();
    assertThat(daemon.get("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void editedTemplateChangesTheRoutesOfAllBackends() throws Exception {
    edit("sync/poll.camel.yaml", "\"{{attestor.runtime.firstPoll.{{backendId}}}}\"", "\"12345\"");

    assertThat(reload.reloadIfChanged()).isTrue();
    for (String id : List.of("poll-one", "poll-two")) {
      SchedulerEndpoint timer =
          (SchedulerEndpoint) daemon.runtime.context().getRoute(id).getEndpoint();
      assertThat(timer.getInitialDelay()).isEqualTo(12345);
    }
  }

  @Test
  void addedAndRemovedRoutesOfTheOperator() throws Exception {
    Files.writeString(
        routesDir.resolve("own.camel.yaml"), OWN_ROUTE.formatted("x").replace("own-", "new-"));

    assertThat(reload.reloadIfChanged()).isTrue();
    assertThat(routeIds()).contains("new-route").doesNotContain("own-route");
  }

  @Test
  void invalidFileKeepsThePreviousRoutes() throws Exception {
    Set<String> before = routeIds();
    edit("sync/fetch.camel.yaml", "uri: direct", "uri: no-such-component");

    assertThat(reload.reloadIfChanged()).isFalse();
    assertThat(routeIds()).isEqualTo(before);
    assertAllStarted();
    assertThat(daemon.runtime.sync("one").failure()).isEmpty();

    edit("sync/fetch.camel.yaml", "uri: no-such-component", "uri: direct");
    assertThat(reload.reloadIfChanged()).isTrue();
    assertThat(routeIds()).isEqualTo(before);
  }

  @Test
  void unchangedFilesAreNotReloaded() {
    Route before = daemon.runtime.context().getRoute("poll-one");

    assertThat(reload.reloadIfChanged()).isFalse();
    assertThat(daemon.runtime.context().getRoute("poll-one")).isSameAs(before);
  }

  private void edit(String file, String from, String to) throws IOException {
    Path path = routes.resolve(file);
    String text = Files.readString(path);
    assertThat(text).contains(from);
    Files.writeString(path, text.replace(from, to));
  }

  private Set<String> routeIds() {
    return daemon.runtime.context().getRoutes().stream()
        .map(Route::getRouteId)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void assertAllStarted() {
    assertThat(routeIds())
        .allSatisfy(id ->
            assertThat(daemon.runtime.context().getRouteController().getRouteStatus(id))
                .as(id)
                .isEqualTo(ServiceStatus.Started));
  }

  /** Runs a cycle, in which the throttle evaluates its limit, and returns the limit. */
  private int throttleLimitOfACycle() {
    assertThat(daemon.runtime.sync("one").failure()).isEmpty();
    Processor throttle = daemon.runtime.context().getProcessor("throttle-per-backend");
    return ((Throttler) throttle).getCurrentMaximumRequests();
  }
}
