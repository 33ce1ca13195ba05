package org.stellaops.attestor.scenario.airgap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.support.FileArrival.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.app.RunMode;
import org.stellaops.attestor.bundle.format.BundleContent;
import org.stellaops.attestor.bundle.format.ReceiptFile;
import org.stellaops.attestor.route.MutableClock;
import org.stellaops.attestor.scenario.support.AirGapFixture;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.testlog.FakeLog;

/** Bundles that are dropped into the inbox of a daemon. */
class BundleInboxTest {
  @TempDir private Path directory;
  private final MutableClock clock = new MutableClock(Instant.now());
  private AirGapFixture airGap;
  private Path inbox;

  @BeforeEach
  void setUp() throws IOException {
    FakeLog log = FakeLog.named("inbox.example/log").grow(300);
    inbox = Files.createDirectories(directory.resolve("inbox"));
    airGap =
        AirGapFixture.of(
            directory,
            log,
            MirrorUnderTest.of(directory.resolve("isolated"), log, AirGapFixture.UNREACHABLE)
                .mode(RunMode.QUIET_DAEMON)
                .clock(clock)
                .sync("enabled", "false")
                .airGap("inbox", quoted(inbox))
                .airGap("inboxInterval", "100ms"));
  }

  @AfterEach
  void tearDown() {
    airGap.close();
  }

  @Test
  void movesEachBundleToTheMatchingDirectoryWithAReport() throws IOException {
    Path fullBundle = airGap.export(airGap.everything("full.tar.gz")).get(0);
    airGap.grow(700);
    Path next = airGap.export(airGap.since(300, "next.tar.gz")).get(0);
    byte[] bytes = Files.readAllBytes(fullBundle);
    bytes[bytes.length / 2] ^= 1;
    drop("bad.tar.gz", bytes);
    // no seal, and new: it may still be on its way
    drop("growing.tar.gz", Arrays.copyOf(bytes, bytes.length / 2));
    drop("next.tar.gz", Files.readAllBytes(next));

    await(inbox.resolve("refused/bad.tar.gz"));
    await(inbox.resolve("next.tar.gz.report.json"));
    assertThat(inbox.resolve("refused/bad.tar.gz.report.json")).content().contains("bad_");
    assertThat(inbox.resolve("next.tar.gz.report.json")).content().contains("entries 0 to 255");
    assertThat(inbox.resolve("next.tar.gz")).exists();

    drop("full.tar.gz", Files.readAllBytes(fullBundle));
    await(inbox.resolve("imported/full.tar.gz"));
    await(inbox.resolve("imported/next.tar.gz"));
    airGap.assertIdentical();
    assertThat(inbox.resolve("next.tar.gz.report.json")).doesNotExist();
    assertThat(inbox.resolve("growing.tar.gz")).exists();
    Path receipt = inbox.resolve("imported/next.tar.gz.receipt.json");
    assertThat(ReceiptFile.read(receipt).mirrored().size()).isEqualTo(1000);

    clock.move(Duration.ofHours(1));
    await(inbox.resolve("refused/growing.tar.gz"));
    drop("full.tar.gz", Files.readAllBytes(fullBundle));
    await(inbox.resolve("imported/full.2.tar.gz"));
    assertThat(inbox.resolve("imported/full.2.tar.gz.report.json")).content().contains("older");
  }

  @Test
  void importsVolumesOnceTheirPredecessorsArrive() throws IOException {
    airGap.grow(6_000);
    List<Path> volumes =
        airGap.export(
            airGap.request(
                "kit.tar.zst",
                BundleContent.ENTRIES,
                OptionalLong.empty(),
                Optional.empty(),
                240_000));
    assertThat(volumes).hasSizeGreaterThan(2);

    for (Path volume : volumes.subList(1, volumes.size())) {
      drop(volume.getFileName().toString(), Files.readAllBytes(volume));
      await(inbox.resolve(volume.getFileName() + ".report.json"));
    }
    assertThat(airGap.isolated().state()).isEmpty();
    assertThat(inbox.resolve("kit.002.tar.zst.report.json"))
        .content()
        .contains("volume 2 of " + volumes.size(), "entries 0 to ");
    drop("kit.001.tar.zst", Files.readAllBytes(volumes.get(0)));

    for (Path volume : volumes) {
      await(inbox.resolve("imported").resolve(volume.getFileName()));
    }
    airGap.assertIdentical();
    assertThat(inbox.resolve("kit.002.tar.zst.report.json")).doesNotExist();
  }

  @Test
  void waitsWhileTheDigestFileIsBeingCopied() throws IOException {
    Path bundle = airGap.export(airGap.everything("kit.tar.gz")).get(0);
    String digest = Files.readString(bundle.resolveSibling("kit.tar.gz.sha256"));
    drop("kit.tar.gz.sha256", new byte[0]);
    drop("kit.tar.gz", Files.readAllBytes(bundle));

    awaitNextScan("zz1.tar.gz");
    for (String part : List.of(digest.substring(0, 40), digest.substring(0, 70))) {
      drop("kit.tar.gz.sha256", part.getBytes(StandardCharsets.UTF_8));
      awaitNextScan("zz" + part.length() + ".tar.gz");
    }
    drop("kit.tar.gz.sha256", digest.getBytes(StandardCharsets.UTF_8));

    await(inbox.resolve("imported/kit.tar.gz"));
    assertThat(inbox.resolve("imported/kit.tar.gz.sha256")).hasContent(digest);
    assertThat(inbox.resolve("kit.tar.gz.sha256")).doesNotExist();
    airGap.assertIdentical();
  }

  @Test
  void reportsAMalformedDigestFileAndWaitsForAReplacement() throws IOException {
    Path bundle = airGap.export(airGap.everything("kit.tar.gz")).get(0);
    Path digest = inbox.resolve("kit.tar.gz.sha256");
    drop("kit.tar.gz.sha256", "no digest at all\n".getBytes(StandardCharsets.UTF_8));
    drop("kit.tar.gz", Files.readAllBytes(bundle));
    awaitNextScan("zz0.tar.gz");
    clock.move(Duration.ofHours(1));

    Path report = inbox.resolve("kit.tar.gz.report.json");
    await(report);

    assertThat(report)
        .content()
        .contains(
            "\"error\" : \"incomplete\"",
            "kit.tar.gz.sha256 is incomplete: it does not begin with 64 hexadecimal digits")
        .contains("copy kit.tar.gz.sha256 again, or remove it");
    awaitNextScan("zz.tar.gz");
    assertThat(inbox.resolve("kit.tar.gz")).exists();
    assertThat(airGap.isolated().meter("attestor_bundle_inbox_waiting")).isEqualTo(1);
    assertThat(airGap.isolated().query("select outcome from bundles where file like '%/kit.%'"))
        .containsExactly("incomplete");

    Files.delete(digest);

    // at once, and not after the pause that other bundles wait for
    await(inbox.resolve("imported/kit.tar.gz"));
    assertThat(report).doesNotExist();
    airGap.assertIdentical();
  }

  @Test
  void retriesOnceAfterTheDigestFileIsCorrected() throws IOException {
    airGap.grow(700);
    Path earlyBundle = airGap.export(airGap.since(300, "kit.tar.gz")).get(0);
    Path digest = inbox.resolve("kit.tar.gz.sha256");
    drop("kit.tar.gz.sha256", new byte[0]);
    drop("kit.tar.gz", Files.readAllBytes(earlyBundle));
    awaitNextScan("zz0.tar.gz");
    clock.move(Duration.ofHours(1));
    await(inbox.resolve("kit.tar.gz.report.json"));

    Files.delete(digest);

    awaitNextScan("zz1.tar.gz");
    awaitNextScan("zz2.tar.gz");
    awaitNextScan("zz3.tar.gz");
    assertThat(inbox.resolve("kit.tar.gz.report.json")).content().contains("entries 0 to 255");
    assertThat(airGap.isolated().query("select message from bundles where file like '%/kit.%'"))
        .hasSize(2);
  }

  /** Returns when the inbox was looked through once more; the name comes after all others. */
  private void awaitNextScan(String name) throws IOException {
    byte[] damaged = Files.readAllBytes(inbox.resolve("kit.tar.gz"));
    damaged[damaged.length / 2] ^= 1;
    drop(name, damaged);
    await(inbox.resolve("refused").resolve(name));
    assertThat(inbox.resolve("kit.tar.gz")).exists();
  }

  private void drop(String name, byte[] content) throws IOException {
    Path temporaryFile = Files.write(inbox.resolve("." + name), content);
    Files.move(temporaryFile, inbox.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  private static String quoted(Path path) {
    return '"' + path.toString() + '"';
  }
}
