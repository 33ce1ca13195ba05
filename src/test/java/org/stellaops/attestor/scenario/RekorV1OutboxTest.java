package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.Arrival.await;
import static org.stellaops.attestor.scenario.RekorV1Sides.ACTIVE;
import static org.stellaops.attestor.scenario.RekorV1Sides.BACKEND;
import static org.stellaops.attestor.scenario.RekorV1Sides.CLOSED;
import static org.stellaops.attestor.scenario.RekorV1Sides.SHARD;

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
import org.stellaops.attestor.fakelog.FakeRekor;
import org.stellaops.attestor.fakelog.FakeRekorServer;
import org.stellaops.attestor.mirror.LogState;

/** Daemons on both sides carry the shards of a Rekor v1 server without hands. */
class RekorV1OutboxTest {
  private static final String OUTCOMES =
      "select distinct outcome from bundles where direction = 'export'";

  @TempDir private Path directory;
  private final FakeRekor rekor =
      FakeRekor.named("rekor.example").open(CLOSED, 300).open(ACTIVE, 1000);
  private Path outbox;
  private Path inbox;
  private FakeRekorServer server;

  @BeforeEach
  void begin() throws IOException {
    outbox = Files.createDirectories(directory.resolve("outbox"));
    inbox = Files.createDirectories(directory.resolve("inbox"));
    server = FakeRekorServer.start(rekor);
  }

  @AfterEach
  void end() {
    server.close();
  }

  @Test
  void eachShardIsExportedOnScheduleAndTakenByTheInbox() throws IOException {
    TestConfiguration otherSide = isolated();
    String config = otherSide.file().toString();
    try (MirrorUnderTest daemon = daemon().airGap("exportInterval", "100ms").start();
        MirrorUnderTest isolated = otherSide.start()) {
      sync(daemon);
      await(outbox.resolve("prod-11-300.tar.gz"));
      await(outbox.resolve("prod-22-1000.tar.gz"));
      carry("prod-22-1000.tar.gz");
      await(inbox.resolve("imported/prod-22-1000.tar.gz"));
      carry("prod-11-300.tar.gz");
      await(inbox.resolve("prod-11-300.tar.gz.report.json"));
      assertThat(inbox.resolve("prod-11-300.tar.gz.report.json"))
          .content()
          .contains("\"error\" : \"new_shard\"");
      Answered accepted = Answered.to("backend", "accept-shard", BACKEND, "11", "--config", config);
      assertThat(accepted.status()).as(accepted.err()).isZero();
      bringBack("prod-22-1000.tar.gz");
      rekor.grow(700);
      sync(daemon);

      await(outbox.resolve("prod-22-1000-1700.tar.gz"));
      carry("prod-22-1000-1700.tar.gz");
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
  void aDeltaThatComesTooEarlyWaitsInTheInboxForTheOneBefore() throws IOException {
    try (MirrorUnderTest daemon = daemon().start();
        MirrorUnderTest isolated = isolated().start()) {
      sync(daemon);
      request("first.yaml", "backend: prod\ncontent: checkpoints\n");
      carry("first.tar.gz");
      await(inbox.resolve("imported/first.tar.gz"));
      rekor.grow(500);
      sync(daemon);
      request("second.yaml", "backend: prod/22\nsince: 1000\n");
      rekor.grow(600);
      sync(daemon);
      request("third.yaml", "backend: prod\nsince: 1500\n");
      carry("third.tar.gz");
      await(inbox.resolve("third.tar.gz.report.json"));
      assertThat(inbox.resolve("third.tar.gz.report.json"))
          .content()
          .contains("entries 1000 to 1499 of 'rekor.example - 22' are not known here");

      carry("second.tar.gz");
      await(inbox.resolve("imported/second.tar.gz"));
      await(inbox.resolve("imported/third.tar.gz"));

      assertThat(isolated.state(SHARD).map(LogState::pending)).contains(rekor.shard(ACTIVE).head());
    }
  }

  @Test
  void tilesThatAreAskedForAreRefusedWithTheReason() throws IOException {
    try (MirrorUnderTest daemon = daemon().start()) {
      sync(daemon);
      Path hidden = Files.writeString(outbox.resolve(".odd"), "backend: prod\ncontent: tiles\n");
      drop(hidden, "odd.yaml");

      await(outbox.resolve("requests/refused/odd.yaml"));

      assertThat(outbox.resolve("requests/refused/odd.report.json"))
          .content()
          .contains("has no tiles", "say content: checkpoints");
    }
  }

  private TestConfiguration daemon() throws IOException {
    Files.createDirectories(outbox.resolve("requests"));
    return RekorV1Sides.followed(directory.resolve("connected"), rekor, server)
        .mode(RunMode.QUIET_DAEMON)
        .sync("enabled", "false")
        .airGap("outbox", '"' + outbox.toString() + '"')
        .airGap("inboxInterval", "100ms");
  }

  private TestConfiguration isolated() throws IOException {
    return RekorV1Sides.isolated(directory.resolve("isolated"), rekor)
        .mode(RunMode.QUIET_DAEMON)
        .sync("enabled", "false")
        .airGap("inbox", '"' + inbox.toString() + '"')
        .airGap("inboxInterval", "100ms");
  }

  private static void sync(MirrorUnderTest daemon) {
    assertThat(daemon.syncAll(BACKEND)).hasSize(2).allSatisfy(ReportAssert::assertGood);
  }

  private void carry(String name) throws IOException {
    Path hidden = Files.copy(outbox.resolve(name), inbox.resolve("." + name));
    Files.move(hidden, inbox.resolve(name));
  }

  private void bringBack(String name) throws IOException {
    Path receipts = Files.createDirectories(outbox.resolve("receipts"));
    Path receipt = inbox.resolve("imported/" + name + ".receipt.json");
    Path hidden = Files.copy(receipt, outbox.resolve(".receipt"));
    Files.move(hidden, receipts.resolve("receipt.json"));
  }

  /** Asks for a bundle and waits for it. */
  private void request(String name, String text) throws IOException {
    drop(Files.writeString(outbox.resolve("." + name), text), name);
    await(outbox.resolve("requests/served/" + name));
  }

  private static double lastSuccess(MirrorUnderTest mirror, String direction) {
    return mirror.meter(
        "attestor_bundle_" + direction + "_last_success_timestamp_seconds{backend=\"prod/22\"}");
  }

  private void drop(Path hidden, String name) throws IOException {
    Files.setLastModifiedTime(hidden, FileTime.from(Instant.now().minusSeconds(3600)));
    Files.move(hidden, outbox.resolve("requests").resolve(name));
  }
}
