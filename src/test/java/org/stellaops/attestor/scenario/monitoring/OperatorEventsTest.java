package org.stellaops.attestor.scenario.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertGood;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.route.airgap.ImportRequest;
import org.stellaops.attestor.scenario.support.AirGapFixture;
import org.stellaops.attestor.scenario.support.FileArrival;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;

/** Routes of an operator that receive the events of a daemon. */
@Timeout(120)
class OperatorEventsTest {
  @TempDir private Path directory;

  private final FakeLog log = FakeLog.named("events.example/log").grow(300);
  private Path routes;
  private Path received;

  @BeforeEach
  void createDirectories() throws IOException {
    routes = Files.createDirectories(directory.resolve("routes"));
    received = Files.createDirectories(directory.resolve("received"));
    Files.createDirectories(directory.resolve("inbox"));
  }

  @Test
  void sendsAnEventForCyclesExportsImportsAndVerdicts() throws IOException {
    route(
        "seda:attestor-events",
        "to: \"file:%s?tempPrefix=.&fileName=${header.attestorEvent}\"".formatted(received));
    try (FakeLogServer server = FakeLogServer.start(log);
        MirrorUnderTest daemon = daemon(server, "seda:attestor-events").start()) {
      assertGood(daemon.sync());
      JsonNode cycle = event("cycle");
      assertThat(cycle.at("/schemaVersion").asInt()).isEqualTo(1);
      assertThat(cycle.at("/event").asText()).isEqualTo("cycle");
      assertThat(cycle.at("/outcome").asText()).isEqualTo("first_contact");
      assertThat(Instant.parse(cycle.at("/time").asText())).isAfter(Instant.EPOCH);
      assertThat(cycle.at("/data/backend").asText()).isEqualTo("log");
      assertThat(cycle.at("/data/mirroredSize").asLong()).isEqualTo(300);

      Path bundle = directory.resolve("kit.tar.gz");
      assertThat(daemon.export(AirGapFixture.everything(bundle))).hasSize(1);
      assertThat(event("export").at("/data/file").asText()).isEqualTo(bundle.toString());

      daemon.importBundle(new ImportRequest(bundle, false, false));
      assertThat(event("import").at("/data/sha256").asText()).hasSize(64);

      Path attestation = Files.writeString(directory.resolve("a.sigstore.json"), "{}");
      Files.move(attestation, directory.resolve("inbox/a.sigstore.json"));
      assertThat(event("verdict").at("/data/schema").asText()).contains("verdict");
    }
  }

  /** A consumer that throws, none at all, and none that reads a queue. */
  @ParameterizedTest
  @ValueSource(strings = {"direct:throwing", "direct:absent", "seda:absent?size=1"})
  void cyclesSucceedWhateverTheConsumerDoes(String endpoint) throws Exception {
    route("direct:throwing", "throwException: {exceptionType: java.io.IOException, message: no}");
    try (FakeLogServer server = FakeLogServer.start(log);
        MirrorUnderTest daemon = daemon(server, endpoint).start()) {
      for (int i = 0; i < 3; i++) {
        assertGood(daemon.sync());
      }
      while (events(daemon, "failed") + events(daemon, "sent") < 3) {
        Thread.onSpinWait();
      }
      assertThat(events(daemon, "failed")).isGreaterThanOrEqualTo(2);
      assertThat(daemon.query("SELECT count(*) FROM attestor.sync_cycles")).containsExactly("3");
    }
  }

  @Test
  void sendsNothingByDefault() throws IOException {
    route("seda:attestor-events", "to: \"file:" + received + "\"");
    try (FakeLogServer server = FakeLogServer.start(log);
        MirrorUnderTest daemon =
            MirrorUnderTest.of(directory, log, server.url())
                .program("routesDir", '"' + routes.toString() + '"')
                .sync("initialDelay", "1h")
                .quietDaemon()
                .start()) {
      assertGood(daemon.sync());
      assertThat(daemon.exchangesInFlight("send-event")).isZero();
      assertThat(events(daemon, "sent") + events(daemon, "dropped")).isZero();
    }
  }

  private TestConfiguration daemon(FakeLogServer server, String endpoint) {
    return MirrorUnderTest.of(directory, log, server.url())
        .program("routesDir", '"' + routes.toString() + '"')
        .events("endpoint", '"' + endpoint + '"')
        .sync("initialDelay", Duration.ofHours(1).toMinutes() + "m")
        .verify("inbox", '"' + directory.resolve("inbox").toString() + '"')
        .verify("outbox", '"' + directory.resolve("outbox").toString() + '"')
        .verify("inboxInterval", "100ms")
        .verify("settleTime", "100ms")
        .verify("certificateIdentity", "a@example.org")
        .verify("certificateOidcIssuer", "https://issuer.example.org")
        .quietDaemon();
  }

  private void route(String from, String step) throws IOException {
    Files.writeString(
        routes.resolve("site.camel.yaml"),
        """
        - route:
            id: site-events
            from:
              uri: "%s"
              steps:
                - %s
        """
            .formatted(from, step));
  }

  private JsonNode event(String name) throws IOException {
    FileArrival.await(received.resolve(name));
    return new ObjectMapper().readTree(received.resolve(name).toFile());
  }

  private static double events(MirrorUnderTest daemon, String outcome) {
    return daemon.meter("attestor_events_total{outcome=\"" + outcome + "\"}");
  }
}
