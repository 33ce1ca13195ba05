package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.Arrival.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.app.RunMode;
import org.stellaops.attestor.attestation.Artifact;
import org.stellaops.attestor.bundle.Receipt;
import org.stellaops.attestor.bundle.ReceiptFile;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.fakelog.FakeLogServer;
import org.stellaops.attestor.route.BundleReport;
import org.stellaops.attestor.route.ImportRequest;

/** A daemon exports by itself, as receipts come back, and serves requests. */
class OutboxTest {
  private static final String EXPORTED =
      "select file || ' ' || outcome || coalesce(message, '') from bundles where direction = 'export'";

  @TempDir private Path directory;
  private final FakeLog log = FakeLog.named("outbox.example/log").grow(300);
  private Path outbox;
  private Path requests;
  private FakeLogServer server;

  @BeforeEach
  void begin() throws IOException {
    outbox = Files.createDirectories(directory.resolve("outbox"));
    requests = Files.createDirectories(outbox.resolve("requests"));
    server = FakeLogServer.start(log);
  }

  @AfterEach
  void end() {
    server.close();
  }

  @Test
  void aScheduledExportBeginsAtTheNewestReceiptAndIsMadeOnce() throws IOException {
    try (MirrorUnderTest daemon = daemon().airGap("exportInterval", "100ms").start();
        MirrorUnderTest isolated =
            MirrorUnderTest.of(directory.resolve("isolated"), log, TwoSides.NOWHERE).start()) {
      ReportAssert.assertGood(daemon.sync());
      await(outbox.resolve("log-300.tar.gz"));
      bringBack(take(isolated, "log-300.tar.gz"), "first.json");
      Files.writeString(outbox.resolve("receipts/odd.json"), "{}");
      log.grow(1000);
      ReportAssert.assertGood(daemon.sync());

      await(outbox.resolve("log-300-1300.tar.gz"));

      bringBack(take(isolated, "log-300-1300.tar.gz"), "second.json");
      assertThat(isolated.files()).isEqualTo(daemon.files());
      assertThat(daemon.query(EXPORTED)).hasSizeLessThanOrEqualTo(2).doesNotHaveDuplicates();
    }
  }

  @Test
  void aBundleInVolumesIsMadeOnceToo() throws IOException {
    log.grow(6_000);
    try (MirrorUnderTest daemon =
        daemon().airGap("exportInterval", "100ms").airGap("volumeSize", "240000").start()) {
      ReportAssert.assertGood(daemon.sync());
      await(outbox.resolve("log-6300.002.tar.gz"));
      FileTime written = Files.getLastModifiedTime(outbox.resolve("log-6300.001.tar.gz"));
      request("later.yaml", "backend: log\ncontent: checkpoints\n");

      await(requests.resolve("served/later.yaml"));

      assertThat(Files.getLastModifiedTime(outbox.resolve("log-6300.001.tar.gz")))
          .isEqualTo(written);
      assertThat(daemon.query(EXPORTED)).doesNotHaveDuplicates();
    }
  }

  /** Without a digest it would be complete for ever: the outbox looks for the bundle alone. */
  @Test
  void aBundleWhoseDigestCannotBeWrittenIsMadeOnceItCan() throws IOException {
    Path kit = outbox.resolve("log-300.tar.gz");
    Path inTheWay = Files.createDirectory(outbox.resolve(".log-300.tar.gz.sha256.tmp"));
    TestConfiguration configuration = daemon().airGap("exportInterval", "100ms");
    try (MirrorUnderTest once = configuration.mode(RunMode.ONCE).start()) {
      ReportAssert.assertGood(once.sync());
      assertThat(once.export(TwoSides.everything(kit)).get(0).failure()).contains(Failure.DISK);
      assertThat(kit).doesNotExist();
    }
    Files.delete(inTheWay);

    try (MirrorUnderTest daemon = configuration.mode(RunMode.QUIET_DAEMON).start()) {
      await(kit);

      assertThat(outbox.resolve("log-300.tar.gz.sha256"))
          .hasContent(
              Artifact.ofBytes(Files.readAllBytes(kit)).sha256().hex() + "  log-300.tar.gz\n");
      assertThat(daemon.query(EXPORTED)).isNotEmpty();
    }
  }

  @Test
  void aRequestIsServedAndAnswered() throws IOException {
    try (MirrorUnderTest daemon = daemon().start();
        MirrorUnderTest isolated =
            MirrorUnderTest.of(directory.resolve("isolated"), log, TwoSides.NOWHERE).start()) {
      ReportAssert.assertGood(daemon.sync());
      request("kit.yaml", "backend: log\ncompression: zstd\n");
      await(requests.resolve("served/kit.yaml"));
      bringBack(take(isolated, "kit.tar.zst"), "back.json");
      log.grow(700);
      ReportAssert.assertGood(daemon.sync());
      request("next.yml", "backend: log\nsince: latest\n");
      request("named.yaml", "backend: log\nsince: back.json\ncontent: tiles\n");
      request("sized.yaml", "backend: log\nsince: 300\nvolumeSize: 4000000\n");

      await(requests.resolve("served/next.yml"));
      await(requests.resolve("served/named.yaml"));
      await(requests.resolve("served/sized.yaml"));

      assertThat(requests.resolve("served/named.report.json"))
          .content()
          .contains("\"content\" : \"tiles\"", "\"from\" : 256");
      assertThat(outbox.resolve("sized.tar.gz.sha256")).exists();
      take(isolated, "next.tar.gz");
      assertThat(isolated.files()).isEqualTo(daemon.files());
    }
  }

  @Test
  void aRequestThatCannotBeMeantIsAnsweredWithTheReason() throws IOException {
    Map<String, String> wrong =
        Map.of(
            "backend: log\ncolour: red\n", "unknown key 'colour'",
            "content: tiles\n", "it has no backend",
            "backend: nobody\n", "there is no backend 'nobody'",
            "backend: [log\n", "it is no YAML",
            "just words\n", "no lines of key: value",
            "backend: log\ncontent: all\n", "neither checkpoints nor tiles nor entries",
            "backend: log\ncompression: xz\n", "neither gzip nor zstd",
            "backend: log\nvolumeSize: much\n", "volumeSize is no number of bytes",
            "backend: log\nsince: ../../etc/passwd\n", "is not in ",
            "backend: log\nsince: lost.json\n", "lost.json");
    try (MirrorUnderTest daemon = daemon().start()) {
      ReportAssert.assertGood(daemon.sync());
      int number = 0;
      for (Map.Entry<String, String> each : wrong.entrySet()) {
        String name = "odd" + number++;
        request(name + ".yaml", each.getKey());
        await(requests.resolve("refused/" + name + ".yaml"));
        assertThat(requests.resolve("refused/" + name + ".report.json"))
            .content()
            .contains(each.getValue(), "\"error\" : \"configuration\"", "\"hint\" : ");
      }
      assertThat(daemon.query(EXPORTED)).isEmpty();
      request("again.yaml", "backend: log\nsince: 300\n");
      await(requests.resolve("refused/again.yaml"));
      assertThat(requests.resolve("refused/again.report.json"))
          .content()
          .contains("there is nothing to export");
    }
  }

  private TestConfiguration daemon() {
    return MirrorUnderTest.of(directory.resolve("connected"), log, server.url())
        .mode(RunMode.QUIET_DAEMON)
        .sync("enabled", "false")
        .airGap("outbox", '"' + outbox.toString() + '"')
        .airGap("inboxInterval", "100ms");
  }

  private Receipt take(MirrorUnderTest mirror, String name) {
    BundleReport report =
        mirror.importBundle(new ImportRequest(outbox.resolve(name), false, false));
    assertThat(report.message()).isEmpty();
    return report.receipt().orElseThrow();
  }

  private void bringBack(Receipt receipt, String name) throws IOException {
    Path receipts = Files.createDirectories(outbox.resolve("receipts"));
    Path hidden = Files.write(outbox.resolve("." + name), ReceiptFile.print(receipt));
    Files.move(hidden, receipts.resolve(name));
  }

  private void request(String name, String text) throws IOException {
    Path hidden = Files.writeString(requests.resolve("." + name), text);
    Files.setLastModifiedTime(hidden, FileTime.from(Instant.now().minusSeconds(3600)));
    Files.move(hidden, requests.resolve(name));
  }
}
