package org.stellaops.attestor.scenario.airgap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.support.FileArrival.await;

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
import org.stellaops.attestor.bundle.format.Receipt;
import org.stellaops.attestor.bundle.format.ReceiptFile;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.route.airgap.BundleReport;
import org.stellaops.attestor.route.airgap.ImportRequest;
import org.stellaops.attestor.scenario.support.AirGapFixture;
import org.stellaops.attestor.scenario.support.CycleReportAssertions;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.sigstore.Artifact;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;

/** A daemon exports by itself, as receipts come back, and serves requests. */
class BundleOutboxTest {
  private static final String EXPORTED =
      "select file || ' ' || outcome || coalesce(message, '') from bundles where direction ="
          + " 'export'";

  @TempDir private Path directory;
  private final FakeLog log = FakeLog.named("outbox.example/log").grow(300);
  private Path outbox;
  private Path requests;
  private FakeLogServer server;

  @BeforeEach
  void setUp() throws IOException {
    outbox = Files.createDirectories(directory.resolve("outbox"));
    requests = Files.createDirectories(outbox.resolve("requests"));
    server = FakeLogServer.start(log);
  }

  @AfterEach
  void tearDown() {
    server.close();
  }

  @Test
  void scheduledExportStartsAtTheNewestReceiptAndRunsOnce() throws IOException {
    try (MirrorUnderTest daemon = daemon().airGap("exportInterval", "100ms").start();
        MirrorUnderTest isolated =
            MirrorUnderTest.of(directory.resolve("isolated"), log, AirGapFixture.UNREACHABLE)
                .start()) {
      CycleReportAssertions.assertGood(daemon.sync());
      await(outbox.resolve("log-300.tar.gz"));
      returnReceipt(importBundle(isolated, "log-300.tar.gz"), "first.json");
      Files.writeString(outbox.resolve("receipts/odd.json"), "{}");
      log.grow(1000);
      CycleReportAssertions.assertGood(daemon.sync());

      await(outbox.resolve("log-300-1300.tar.gz"));

      returnReceipt(importBundle(isolated, "log-300-1300.tar.gz"), "second.json");
      assertThat(isolated.files()).isEqualTo(daemon.files());
      assertThat(daemon.query(EXPORTED)).hasSizeLessThanOrEqualTo(2).doesNotHaveDuplicates();
    }
  }

  @Test
  void scheduledExportInVolumesRunsOnce() throws IOException {
    log.grow(6_000);
    try (MirrorUnderTest daemon =
        daemon().airGap("exportInterval", "100ms").airGap("volumeSize", "240000").start()) {
      CycleReportAssertions.assertGood(daemon.sync());
      await(outbox.resolve("log-6300.002.tar.gz"));
      FileTime written = Files.getLastModifiedTime(outbox.resolve("log-6300.001.tar.gz"));
      writeRequest("later.yaml", "backend: log\ncontent: checkpoints\n");

      await(requests.resolve("served/later.yaml"));

      assertThat(Files.getLastModifiedTime(outbox.resolve("log-6300.001.tar.gz")))
          .isEqualTo(written);
      assertThat(daemon.query(EXPORTED)).doesNotHaveDuplicates();
    }
  }

  /** Without a digest it would be complete for ever: the outbox looks for the bundle alone. */
  @Test
  void retriesAnExportWhoseDigestFileCouldNotBeWritten() throws IOException {
    Path bundle = outbox.resolve("log-300.tar.gz");
    Path obstacle = Files.createDirectory(outbox.resolve(".log-300.tar.gz.sha256.tmp"));
    TestConfiguration configuration = daemon().airGap("exportInterval", "100ms");
    try (MirrorUnderTest oneShotMirror = configuration.mode(RunMode.ONCE).start()) {
      CycleReportAssertions.assertGood(oneShotMirror.sync());
      assertThat(oneShotMirror.export(AirGapFixture.everything(bundle)).get(0).failure())
          .contains(Failure.DISK);
      assertThat(bundle).doesNotExist();
    }
    Files.delete(obstacle);

    try (MirrorUnderTest daemon = configuration.mode(RunMode.QUIET_DAEMON).start()) {
      await(bundle);

      assertThat(outbox.resolve("log-300.tar.gz.sha256"))
          .hasContent(
              Artifact.ofBytes(Files.readAllBytes(bundle)).sha256().hex() + "  log-300.tar.gz\n");
      assertThat(daemon.query(EXPORTED)).isNotEmpty();
    }
  }

  @Test
  void servesAnExportRequestAndWritesAReply() throws IOException {
    try (MirrorUnderTest daemon = daemon().start();
        MirrorUnderTest isolated =
            MirrorUnderTest.of(directory.resolve("isolated"), log, AirGapFixture.UNREACHABLE)
                .start()) {
      CycleReportAssertions.assertGood(daemon.sync());
      writeRequest("kit.yaml", "backend: log\ncompression: zstd\n");
      await(requests.resolve("served/kit.yaml"));
      returnReceipt(importBundle(isolated, "kit.tar.zst"), "back.json");
      log.grow(700);
      CycleReportAssertions.assertGood(daemon.sync());
      writeRequest("next.yml", "backend: log\nsince: latest\n");
      writeRequest("named.yaml", "backend: log\nsince: back.json\ncontent: tiles\n");
      writeRequest("sized.yaml", "backend: log\nsince: 300\nvolumeSize: 4000000\n");

      await(requests.resolve("served/next.yml"));
      await(requests.resolve("served/named.yaml"));
      await(requests.resolve("served/sized.yaml"));

      assertThat(requests.resolve("served/named.report.json"))
          .content()
          .contains("\"content\" : \"tiles\"", "\"from\" : 256");
      assertThat(outbox.resolve("sized.tar.gz.sha256")).exists();
      importBundle(isolated, "next.tar.gz");
      assertThat(isolated.files()).isEqualTo(daemon.files());
    }
  }

  @Test
  void answersAnInvalidRequestWithTheReason() throws IOException {
    Map<String, String> invalidRequests =
        Map.of(
            "backend: log\ncolour: red\n", "unknown key 'colour'",
            "content: tiles\n", "backend is missing",
            "backend: nobody\n", "there is no backend 'nobody'",
            "backend: [log\n", "not lines of 'key: value'",
            "just words\n", "not lines of 'key: value'",
            "backend: log\ncontent: all\n", "content must be checkpoints, tiles or entries",
            "backend: log\ncompression: xz\n", "compression must be gzip or zstd",
            "backend: log\nvolumeSize: much\n", "volumeSize must be a number of bytes",
            "backend: log\nsince: ../../etc/passwd\n", "is not in ",
            "backend: log\nsince: lost.json\n", "lost.json");
    try (MirrorUnderTest daemon = daemon().start()) {
      CycleReportAssertions.assertGood(daemon.sync());
      int number = 0;
      for (Map.Entry<String, String> each : invalidRequests.entrySet()) {
        String name = "odd" + number++;
        writeRequest(name + ".yaml", each.getKey());
        await(requests.resolve("refused/" + name + ".yaml"));
        assertThat(requests.resolve("refused/" + name + ".report.json"))
            .content()
            .contains(each.getValue(), "\"error\" : \"configuration\"", "\"hint\" : ");
      }
      assertThat(daemon.query(EXPORTED)).isEmpty();
      writeRequest("again.yaml", "backend: log\nsince: 300\n");
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

  private Receipt importBundle(MirrorUnderTest mirror, String name) {
    BundleReport report =
        mirror.importBundle(new ImportRequest(outbox.resolve(name), false, false));
    assertThat(report.message()).isEmpty();
    return report.receipt().orElseThrow();
  }

  private void returnReceipt(Receipt receipt, String name) throws IOException {
    Path receipts = Files.createDirectories(outbox.resolve("receipts"));
    Path temporaryFile = Files.write(outbox.resolve("." + name), ReceiptFile.print(receipt));
    Files.move(temporaryFile, receipts.resolve(name));
  }

  private void writeRequest(String name, String text) throws IOException {
    Path temporaryFile = Files.writeString(requests.resolve("." + name), text);
    Files.setLastModifiedTime(temporaryFile, FileTime.from(Instant.now().minusSeconds(3600)));
    Files.move(temporaryFile, requests.resolve(name));
  }
}
