package org.stellaops.attestor.scenario.airgap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.support.FileArrival.await;
import static org.stellaops.attestor.scenario.support.RekorV1AirGapFixture.ACTIVE;
import static org.stellaops.attestor.scenario.support.RekorV1AirGapFixture.BACKEND;
import static org.stellaops.attestor.scenario.support.RekorV1AirGapFixture.CLOSED;
import static org.stellaops.attestor.scenario.support.RekorV1AirGapFixture.SHARD;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.app.RunMode;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.scenario.support.CommandResult;
import org.stellaops.attestor.scenario.support.CycleReportAssertions;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.scenario.support.RekorV1AirGapFixture;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeRekor;
import org.stellaops.attestor.testlog.FakeRekorServer;

/** Daemons on both sides carry the shards of a Rekor v1 server without hands. */
class RekorV1OutboxTest {
  private static final String OUTCOMES =
      "select distinct outcome from bundles where direction = 'export'";

  @TempDir private Path directory;
  private final FakeRekor rekor =
      FakeRekor.named("rekor.example").openShard(CLOSED, 300).openShard(ACTIVE, 1000);
  private Path outbox;
  private Path inbox;
  private FakeRekorServer server;

  @BeforeEach
  void setUp() throws IOException {
    outbox = Files.createDirectories(directory.resolve("outbox"));
    inbox = Files.createDirectories(directory.resolve("inbox"));
    server = FakeRekorServer.start(rekor);
  }

  @AfterEach
  void tearDown() {
    server.close();
  }

  @Test
  void exportsEachShardOnScheduleAndImportsItFromTheInbox() throws IOException {
    TestConfiguration isolatedConfiguration = isolated();
    String config = isolatedConfiguration.file().toString();
    try (MirrorUnderTest daemon = daemon().airGap("exportInterval", "100ms").start();
        MirrorUnderTest isolated = isolatedConfiguration.start()) {
      sync(daemon);
      await(outbox.resolve("prod-11-300.tar.gz"));
      await(outbox.resolve("prod-22-1000.tar.gz"));
      copyToInbox("prod-22-1000.tar.gz");
      await(inbox.resolve("imported/prod-22-1000.tar.gz"));
      copyToInbox("prod-11-300.tar.gz");
      await(inbox.resolve("prod-11-300.tar.gz.report.json"));
      assertThat(inbox.resolve("prod-11-300.tar.gz.report.json"))
          .content()
          .contains("\"error\" : \"new_shard\"");
      CommandResult accepted =
          CommandResult.run("backend", "accept-shard", BACKEND, "11", "--config", config);
      assertThat(accepted.status()).as(accepted.err()).isZero();
      returnReceipt("prod-22-1000.tar.gz");
      rekor.grow(700);
      sync(daemon);

      await(outbox.resolve("prod-22-1000-1700.tar.gz"));
      copyToInbox("prod-22-1000-1700.tar.gz");
      await(inbox.resolve("imported/prod-22-1000-1700.tar.gz"));
      await(inbox.resolve("imported/prod-11-300.tar.gz"));

      assertThat(isolated.state(SHARD).map(LogState::pending)).contains(rekor.shard(ACTIVE).head());
      assertThat(daemon.query(OUTCOMES)).containsExactly("written");
      assertThat(List.of(lastSuccess(daemon, "export"), lastSuccess(isolated, "import")))
          .as("shards are shown too")
          .allSatisfy(at -> assertThat(at).isPositive());
    }
  }

  @Test
  void keepsAnEarlyDeltaInTheInboxUntilItsPredecessorArrives() throws IOException {
    try (MirrorUnderTest daemon = daemon().start();
        MirrorUnderTest isolated = isolated().start()) {
      sync(daemon);
      writeRequest("first.yaml", "backend: prod\ncontent: checkpoints\n");
      copyToInbox("first.tar.gz");
      await(inbox.resolve("imported/first.tar.gz"));
      rekor.grow(500);
      sync(daemon);
      writeRequest("second.yaml", "backend: prod/22\nsince: 1000\n");
      rekor.grow(600);
      sync(daemon);
      writeRequest("third.yaml", "backend: prod\nsince: 1500\n");
      copyToInbox("third.tar.gz");
      await(inbox.resolve("third.tar.gz.report.json"));
      assertThat(inbox.resolve("third.tar.gz.report.json"))
          .content()
          .contains("entries 1000 to 1499 of 'rekor.example - 22' are unknown");

      copyToInbox("second.tar.gz");
      await(inbox.resolve("imported/second.tar.gz"));
      await(inbox.resolve("imported/third.tar.gz"));

      assertThat(isolated.state(SHARD).map(LogState::pending)).contains(rekor.shard(ACTIVE).head());
    }
  }

  @Test
  void rejectsARequestForTilesWithTheReason() throws IOException {
    try (MirrorUnderTest daemon = daemon().start()) {
      sync(daemon);
      Path temporaryFile =
          Files.writeString(outbox.resolve(".odd"), "backend: prod\ncontent: tiles\n");
      moveIntoPlace(temporaryFile, "odd.yaml");

      await(outbox.resolve("requests/refused/odd.yaml"));

      assertThat(outbox.resolve("requests/refused/odd.report.json"))
          .content()
          .contains("has no tiles", "set content: checkpoints");
    }
  }

  private TestConfiguration daemon() throws IOException {
    Files.createDirectories(outbox.resolve("requests"));
    return RekorV1AirGapFixture.connectedConfiguration(
            directory.resolve("connected"), rekor, server)
        .mode(RunMode.QUIET_DAEMON)
        .sync("enabled", "false")
        .airGap("outbox", '"' + outbox.toString() + '"')
        .airGap("inboxInterval", "100ms");
  }

  private TestConfiguration isolated() throws IOException {
    return RekorV1AirGapFixture.isolatedConfiguration(directory.resolve("isolated"), rekor)
        .mode(RunMode.QUIET_DAEMON)
        .sync("enabled", "false")
        .airGap("inbox", '"' + inbox.toString() + '"')
        .airGap("inboxInterval", "100ms");
  }

  private static void sync(MirrorUnderTest daemon) {
    assertThat(daemon.syncAll(BACKEND)).hasSize(2).allSatisfy(CycleReportAssertions::assertGood);
  }

  private void copyToInbox(String name) throws IOException {
    Path temporaryFile = Files.copy(outbox.resolve(name), inbox.resolve("." + name));
    Files.move(temporaryFile, inbox.resolve(name));
  }

  private void returnReceipt(String name) throws IOException {
    Path receipts = Files.createDirectories(outbox.resolve("receipts"));
    Path receipt = inbox.resolve("imported/" + name + ".receipt.json");
    Path temporaryFile = Files.copy(receipt, outbox.resolve(".receipt"));
    Files.move(temporaryFile, receipts.resolve("receipt.json"));
  }

  /** Asks for a bundle and waits for it. */
  private void writeRequest(String name, String text) throws IOException {
    moveIntoPlace(Files.writeString(outbox.resolve("." + name), text), name);
    await(outbox.resolve("requests/served/" + name));
  }

  private static double lastSuccess(MirrorUnderTest mirror, String direction) {
    return mirror.meter(
        "attestor_bundle_" + direction + "_last_success_timestamp_seconds{backend=\"prod/22\"}");
  }

  private void moveIntoPlace(Path temporaryFile, String name) throws IOException {
    Files.setLastModifiedTime(temporaryFile, FileTime.from(Instant.now().minusSeconds(3600)));
    Files.move(temporaryFile, outbox.resolve("requests").resolve(name));
  }
}
