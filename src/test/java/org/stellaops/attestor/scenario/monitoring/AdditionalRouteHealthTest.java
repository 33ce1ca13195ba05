package org.stellaops.attestor.scenario.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertGood;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;

/** Routes of an operator that do not work: health shows them, and the mirror works. */
@Timeout(120)
class AdditionalRouteHealthTest {
  @TempDir private Path directory;

  private final FakeLog log = FakeLog.named("health.example/log").grow(300);
  private Path routes;

  @BeforeEach
  void createDirectory() throws IOException {
    routes = Files.createDirectories(directory.resolve("routes"));
  }

  @Test
  void failingExchangesAreShownUntilOneSucceeds() throws Exception {
    write(
        "site",
        "direct:site",
        """
        filter:
            simple: "${header.attestorOutcome} == 'first_contact'"
            steps:
              - throwException:
                  exceptionType: java.io.IOException
                  message: "no answer from http://broker.example?password=secret"\
        """);
    try (FakeLogServer server = FakeLogServer.start(log);
        MirrorUnderTest daemon =
            daemon(server).sync("initialDelay", "1h").events("endpoint", "direct:site").start()) {
      assertThat(check(daemon, "route-site").at("/status").asText()).isEqualTo("UP");

      assertGood(daemon.sync());
      JsonNode failing = await(daemon, "route-site", check -> status(check).equals("DOWN"));
      assertThat(failing.at("/data/failuresInARow").asInt()).isEqualTo(1);
      assertThat(failing.at("/data/state").asText()).isEqualTo("Started");
      assertThat(failing.at("/data/error").asText())
          .contains("no answer from http://broker.example")
          .doesNotContain("secret");
      awaitReadiness(daemon);

      assertGood(daemon.sync());
      await(daemon, "route-site", check -> status(check).equals("UP"));
    }
  }

  /** Two routes consume from one endpoint, which only one of them can have. */
  @Test
  void routeThatCannotStartStopsNothingAndIsTriedAgain() throws Exception {
    write("first", "direct:shared", "log: {message: first}");
    write("second", "direct:shared", "log: {message: second}");
    try (FakeLogServer server = FakeLogServer.start(log);
        MirrorUnderTest daemon = daemon(server).sync("syncInterval", "100ms").start()) {
      // files have no order
      boolean firstWaits = status(check(daemon, "route-first")).equals("DOWN");
      String started = firstWaits ? "second" : "first";
      String waiting = firstWaits ? "first" : "second";
      JsonNode check = check(daemon, "route-" + waiting);
      assertThat(status(check)).isEqualTo("DOWN");
      assertThat(check.at("/data/state").asText()).isEqualTo("Stopped");
      assertThat(check.at("/data/error").asText()).contains("direct://shared");
      assertThat(status(check(daemon, "route-" + started))).isEqualTo("UP");
      assertGood(daemon.sync());

      daemon.stopRoute(started);
      await(daemon, "route-" + waiting, each -> status(each).equals("UP"));
      assertThat(status(check(daemon, "route-" + started))).isEqualTo("DOWN");
      awaitReadiness(daemon);
    }
  }

  @Test
  void pollThatFailsIsShown() throws Exception {
    Path inbox = directory.resolve("site-inbox");
    write(
        "poll",
        "file:%s?autoCreate=false&directoryMustExist=true&delay=50&initialDelay=0".formatted(inbox),
        "log: {message: file}");
    try (FakeLogServer server = FakeLogServer.start(log);
        MirrorUnderTest daemon = daemon(server).start()) {
      await(daemon, "route-poll", check -> check.at("/data/error").asText().contains("site-inbox"));

      Files.createDirectory(inbox);
      await(daemon, "route-poll", check -> status(check).equals("UP"));
    }
  }

  private TestConfiguration daemon(FakeLogServer server) {
    return MirrorUnderTest.of(directory, log, server.url())
        .program("routesDir", '"' + routes.toString() + '"')
        .quietDaemon();
  }

  private void write(String id, String from, String step) throws IOException {
    Files.writeString(
        routes.resolve(id + ".camel.yaml"),
        """
        - route:
            id: %s
            from:
              uri: "%s"
              steps:
                - %s
        """
            .formatted(id, from, step.replace("\n", "\n        ")));
  }

  private static JsonNode await(MirrorUnderTest daemon, String name, Predicate<JsonNode> condition)
      throws IOException, InterruptedException {
    JsonNode check = check(daemon, name);
    while (!condition.test(check)) {
      requireTimeLeft();
      check = check(daemon, name);
    }
    return check;
  }

  /** The states of logs are cached for a moment. */
  private static void awaitReadiness(MirrorUnderTest daemon)
      throws IOException, InterruptedException {
    while (!status(health(daemon)).equals("UP")) {
      requireTimeLeft();
    }
  }

  /** {@code @Timeout} interrupts the test. */
  private static void requireTimeLeft() throws InterruptedException {
    Thread.onSpinWait();
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  private static JsonNode check(MirrorUnderTest daemon, String name) throws IOException {
    return StreamSupport.stream(health(daemon).at("/checks").spliterator(), false)
        .filter(check -> check.at("/name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode health(MirrorUnderTest daemon) throws IOException {
    return new ObjectMapper().readTree(daemon.health());
  }

  private static String status(JsonNode check) {
    return check.at("/status").asText();
  }
}
