package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.ReportAssert.assertFailed;
import static org.stellaops.attestor.scenario.ReportAssert.assertGood;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.fakelog.FakeLogServer;
import org.stellaops.attestor.scenario.Webhook.Post;

/** A contradiction is told to whoever is to be told, until it is taken. */
class WebhookTest {
  private static final String ORIGIN = "told.example/log";
  private static final long SIZE = 600;
  private static final int TRIES = 3;

  @TempDir private Path directory;

  private final FakeLog log = FakeLog.named(ORIGIN).grow(SIZE);
  private final FakeLog neighbour = FakeLog.named("neighbour.example/log").grow(SIZE);
  private FakeLogServer server;
  private FakeLogServer elsewhere;
  private FakeLogServer next;
  private Webhook webhook;
  private TestConfiguration configuration;

  @BeforeEach
  void serve() throws IOException {
    server = FakeLogServer.start(log);
    elsewhere = FakeLogServer.start(log);
    next = FakeLogServer.start(neighbour);
    webhook = Webhook.start();
    Files.writeString(directory.resolve("secret"), "Bearer not-for-logs\nsecond line\n");
    configuration =
        MirrorUnderTest.of(directory, log, server.url())
            .backend("compareUrl", elsewhere.url().toString())
            .follow("next", neighbour, next.url())
            .sync("retryDelay", "1ms")
            .alerts("webhookUrl", webhook.url() + "hooks/stella?team=night")
            .alerts("webhookSecretFile", "\"" + directory.resolve("secret") + "\"")
            .alerts("retryInterval", "100ms");
  }

  @AfterEach
  void stop() {
    webhook.close();
    next.close();
    elsewhere.close();
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
            t -> t.elsewhere.serve(t.log.fork(300).grow(100))));
  }

  private static Arguments contradiction(String word, String event, Consumer<WebhookTest> misdeed) {
    return Arguments.of(word, event, misdeed);
  }

  @ParameterizedTest(name = "{0} as {1}")
  @MethodSource("contradictions")
  void contradictionIsPostedWithItsSecretAndTheWayToItsEvidence(
      String word, String event, Consumer<WebhookTest> misdeed) throws InterruptedException {
    try (MirrorUnderTest mirror = configuration.start()) {
      assertGood(mirror.sync());
      misdeed.accept(this);
      mirror.sync();
    }

    Post post = webhook.next();
    assertThat(post.method()).isEqualTo("POST");
    assertThat(post.target()).isEqualTo("/hooks/stella?team=night");
    assertThat(post.headers().getFirst("Authorization")).isEqualTo("Bearer not-for-logs");
    assertThat(post.headers().getFirst("Content-Type")).isEqualTo("application/json");
    assertThat(post.headers().getFirst("User-Agent")).isEqualTo("stella-attestor/test");
    JsonNode json = post.json();
    assertThat(json.path("eventType").asText()).isEqualTo("rekor.checkpoint." + event);
    assertThat(json.path("severity").asText()).isEqualTo("Critical");
    assertThat(json.path("class").asText()).isEqualTo(word);
    assertThat(json.path("origin").asText()).isEqualTo(ORIGIN);
    assertThat(json.path("backend").asText()).isEqualTo("log");
    assertThat(json.path("expectedRootHash").asText())
        .isEqualTo("sha256:" + log.head().root().hex());
    assertThat(json.path("actualRootHash").asText())
        .matches("sha256:[0-9a-f]{64}")
        .isNotEqualTo(json.path("expectedRootHash").asText());
    assertThat(json.path(event.equals("rollback") ? "previousTreeSize" : "knownTreeSize").asLong())
        .isEqualTo(SIZE);
    assertThat(webhook.isQuiet()).isTrue();
    assertThat(deliveries()).containsExactly(post.evidence() + " delivered after 1");
  }

  @Test
  void whatIsNotTakenHoldsUpNothingAndIsToldAfterARestart() throws InterruptedException {
    webhook.refuse(2 * TRIES, 503);
    List<Long> told = new ArrayList<>();
    try (MirrorUnderTest mirror = configuration.start()) {
      assertGood(mirror.sync("log"));
      assertGood(mirror.sync("next"));
      server.serve(log.fork(599).grow(1));
      next.serve(neighbour.fork(599).grow(1));
      assertFailed(mirror.sync("log"), Failure.SPLIT_VIEW);
      take(TRIES, told);
      assertFailed(mirror.sync("next"), Failure.SPLIT_VIEW);
      take(TRIES + 1, told);
    }
    long first = told.get(0);
    long second = told.get(told.size() - 1);
    assertThat(told).containsExactly(first, first, first, first, first, first, second);
    assertThat(deliveries())
        .containsExactly(first + " it answered 503 after 2", second + " delivered after 1");

    try (MirrorUnderTest daemon = configuration.quietDaemon().start()) {
      take(1, told);
      assertThat(daemon.sync("log").failure()).contains(Failure.QUARANTINED);
    }

    assertThat(told).endsWith(first);
    assertThat(deliveries())
        .containsExactly(first + " delivered after 3", second + " delivered after 1");
  }

  @Test
  void webhookThatIsGoneChangesNothingForTheCycle() {
    webhook.close();
    try (MirrorUnderTest mirror = configuration.start()) {
      assertGood(mirror.sync());
      server.serve(log.fork(599).grow(1));

      assertFailed(mirror.sync(), Failure.SPLIT_VIEW);

      assertThat(mirror.sync().failure()).contains(Failure.QUARANTINED);
    }
    assertThat(deliveries()).singleElement().asString().contains("Connect");
  }

  private void take(int posts, List<Long> told) throws InterruptedException {
    for (int i = 0; i < posts; i++) {
      told.add(webhook.next().evidence());
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
