package org.stellaops.attestor.scenario.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertFailed;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertGood;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.stellaops.attestor.app.RunMode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.scenario.monitoring.WebhookReceiver.Delivery;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;
import org.stellaops.attestor.testlog.ForwardProxy;

/** A contradiction is told to whoever is to be told, until it is taken. */
class WebhookAlertTest {
  private static final String ORIGIN = "told.example/log";
  private static final long SIZE = 600;
  private static final int MAX_ATTEMPTS = 3;

  @TempDir private Path directory;

  private final FakeLog log = FakeLog.named(ORIGIN).grow(SIZE);
  private final FakeLog otherLog = FakeLog.named("neighbour.example/log").grow(SIZE);
  private FakeLogServer server;
  private FakeLogServer peerServer;
  private FakeLogServer otherServer;
  private WebhookReceiver webhook;
  private TestConfiguration configuration;

  @BeforeEach
  void setUp() throws IOException {
    server = FakeLogServer.start(log);
    peerServer = FakeLogServer.start(log);
    otherServer = FakeLogServer.start(otherLog);
    webhook = WebhookReceiver.start();
    Files.writeString(directory.resolve("secret"), "Bearer not-for-logs\nsecond line\n");
    configuration =
        MirrorUnderTest.of(directory, log, server.url())
            .backend("compareUrl", peerServer.url().toString())
            .follow("next", otherLog, otherServer.url())
            .sync("retryDelay", "1ms")
            .alerts("webhookUrl", webhook.url() + "hooks/stella?team=night")
            .alerts("webhookSecretFile", "\"" + directory.resolve("secret") + "\"")
            .alerts("retryInterval", "100ms");
  }

  @AfterEach
  void stop() {
    webhook.close();
    otherServer.close();
    peerServer.close();
    server.close();
  }

  static Stream<Arguments> contradictions() {
    return Stream.of(
        contradiction("split_view", "divergence", t -> t.server.serve(t.log.fork(599).grow(1))),
        contradiction("inconsistent", "divergence", t -> t.server.serve(t.log.fork(9).grow(700))),
        contradiction("split_view", "rollback", t -> t.server.serve(t.log.fork(300).grow(100))),
        contradiction(
            "cross_log_divergence",
            "cross_log_divergence",
            t -> t.peerServer.serve(t.log.fork(300).grow(100))));
  }

  private static Arguments contradiction(
      String failureName, String event, Consumer<WebhookAlertTest> tampering) {
    return Arguments.of(failureName, event, tampering);
  }

  @ParameterizedTest(name = "{0} as {1}")
  @MethodSource("contradictions")
  void postsAContradictionWithSecretAndEvidenceLink(
      String failureName, String event, Consumer<WebhookAlertTest> tampering)
      throws InterruptedException {
    try (MirrorUnderTest mirror = configuration.start()) {
      assertGood(mirror.sync());
      tampering.accept(this);
      mirror.sync();
    }

    Delivery delivery = webhook.next();
    assertThat(delivery.method()).isEqualTo("POST");
    assertThat(delivery.target()).isEqualTo("/hooks/stella?team=night");
    assertThat(delivery.headers().getFirst("Authorization")).isEqualTo("Bearer not-for-logs");
    assertThat(delivery.headers().getFirst("Content-Type")).isEqualTo("application/json");
    assertThat(delivery.headers().getFirst("User-Agent")).isEqualTo("stella-attestor/test");
    JsonNode json = delivery.json();
    assertThat(json.path("eventType").asText()).isEqualTo("rekor.checkpoint." + event);
    assertThat(json.path("severity").asText()).isEqualTo("Critical");
    assertThat(json.path("class").asText()).isEqualTo(failureName);
    assertThat(json.path("origin").asText()).isEqualTo(ORIGIN);
    assertThat(json.path("backend").asText()).isEqualTo("log");
    assertThat(json.path("expectedRootHash").asText())
        .isEqualTo("sha256:" + log.head().root().hex());
    assertThat(json.path("actualRootHash").asText())
        .matches("sha256:[0-9a-f]{64}")
        .isNotEqualTo(json.path("expectedRootHash").asText());
    assertThat(json.path(event.equals("rollback") ? "previousTreeSize" : "knownTreeSize").asLong())
        .isEqualTo(SIZE);
    assertThat(webhook.hasNoMoreDeliveries()).isTrue();
    assertThat(deliveries()).containsExactly(delivery.evidence() + " delivered after 1");
  }

  @Test
  void reachesTheWebhookThroughAForwardProxy() throws InterruptedException {
    try (ForwardProxy proxy = ForwardProxy.start(Optional.empty())) {
      int port = webhook.url().getPort();
      configuration
          .sync("proxy", proxy.url())
          .alerts("webhookUrl", "http://alerts.corp.invalid:" + port + "/hooks");
      try (MirrorUnderTest mirror = configuration.start()) {
        assertGood(mirror.sync());
        server.serve(log.fork(599).grow(1));
        mirror.sync();
      }

      webhook.next();
      assertThat(proxy.requests())
          .containsExactly("POST http://alerts.corp.invalid:" + port + "/hooks");
    }
  }

  @Test
  void undeliveredAlertsDelayNothingAndAreDeliveredAfterARestart() throws InterruptedException {
    webhook.respondWith(2 * MAX_ATTEMPTS, 503);
    List<Long> deliveredIds = new ArrayList<>();
    try (MirrorUnderTest mirror = configuration.start()) {
      assertGood(mirror.sync("log"));
      assertGood(mirror.sync("next"));
      server.serve(log.fork(599).grow(1));
      otherServer.serve(otherLog.fork(599).grow(1));
      assertFailed(mirror.sync("log"), Failure.SPLIT_VIEW);
      takeDeliveries(MAX_ATTEMPTS, deliveredIds);
      assertFailed(mirror.sync("next"), Failure.SPLIT_VIEW);
      takeDeliveries(MAX_ATTEMPTS + 1, deliveredIds);
    }
    long first = deliveredIds.get(0);
    long second = deliveredIds.get(deliveredIds.size() - 1);
    assertThat(deliveredIds).containsExactly(first, first, first, first, first, first, second);
    assertThat(deliveries())
        .containsExactly(first + " it returned 503 after 2", second + " delivered after 1");

    try (MirrorUnderTest daemon = configuration.quietDaemon().start()) {
      takeDeliveries(1, deliveredIds);
      assertThat(daemon.sync("log").failure()).contains(Failure.QUARANTINED);
    }

    assertThat(deliveredIds).endsWith(first);
    assertThat(deliveries())
        .containsExactly(first + " delivered after 3", second + " delivered after 1");
  }

  @Test
  void unreachableWebhookDoesNotAffectTheCycle() {
    webhook.close();
    try (MirrorUnderTest mirror = configuration.start()) {
      assertGood(mirror.sync());
      server.serve(log.fork(599).grow(1));

      assertFailed(mirror.sync(), Failure.SPLIT_VIEW);

      assertThat(mirror.sync().failure()).contains(Failure.QUARANTINED);
    }
    assertThat(deliveries()).singleElement().asString().contains("Connect");
  }

  private void takeDeliveries(int posts, List<Long> deliveredIds) throws InterruptedException {
    for (int i = 0; i < posts; i++) {
      deliveredIds.add(webhook.next().evidence());
    }
  }

  /** What is on record of each piece of evidence, oldest first. */
  private List<String> deliveries() {
    try (MirrorUnderTest later = configuration.mode(RunMode.ONCE).start()) {
      return later.query(
          "select evidence || ' ' || coalesce(last_failure, 'delivered') || ' after ' || tries"
              + " from alert_deliveries order by evidence");
    }
  }
}
