package org.stellaops.attestor.scenario.airgap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.support.FileArrival.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.app.RunMode;
import org.stellaops.attestor.route.MutableClock;
import org.stellaops.attestor.scenario.support.CycleReportAssertions;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.sigstore.TestSigner;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;

/** Another user drops the kinds of {@link HostileDrop} among attestations, requests, receipts. */
@Timeout(180)
class HostileDropDirectoriesTest {
  private static final TestSigner SIGNER = TestSigner.ecdsaP256();

  @TempDir private Path directory;
  private final MutableClock clock = new MutableClock(Instant.now());
  private final FakeLog log = SIGNER.log("directories.example/log").grow(300);
  private Path attestations;
  private Path verdicts;
  private Path outbox;
  private Path requests;
  private Path outside;
  private FakeLogServer server;
  private MirrorUnderTest daemon;

  @BeforeEach
  void startDaemon() throws IOException {
    outside = create("outside", "rwx------");
    Files.writeString(outside.resolve("key"), "the daemon's key\n");
    attestations = create("attestations", "rwxrwxrwx");
    verdicts = directory.resolve("verdicts");
    outbox = create("outbox", "rwxr-xr-x");
    requests = create("outbox/requests", "rwxrwxrwx");
    create("outbox/receipts", "rwxrwxrwx");
    permit(directory, "rwx--x--x");
    Files.write(directory.resolve("root.json"), TestSigner.trustedRoot(log));
    Files.writeString(directory.resolve("signer.pem"), SIGNER.pem());
    server = FakeLogServer.start(log);
    daemon =
        MirrorUnderTest.of(directory.resolve("daemon"), log, server.url())
            .mode(RunMode.QUIET_DAEMON)
            .clock(clock)
            .sync("enabled", "false")
            .airGap("outbox", quoted(outbox))
            .airGap("inboxInterval", "100ms")
            .verify("inbox", quoted(attestations))
            .verify("outbox", quoted(verdicts))
            .verify("inboxInterval", "100ms")
            .verify("trustedRootPath", quoted(directory.resolve("root.json")))
            .verify("keyPath", quoted(directory.resolve("signer.pem")))
            .start();
    CycleReportAssertions.assertGood(daemon.sync());
  }

  @AfterEach
  void stopDaemon() throws IOException {
    daemon.close();
    server.close();
    for (Path each : List.of(attestations, requests, outbox.resolve("receipts"))) {
      try (Stream<Path> files = Files.list(each)) {
        for (Path file : files.filter(HostileDropDirectoriesTest::isDirectory).toList()) {
          permit(file, "rwx------");
        }
      }
    }
  }

  @Test
  void verifiesGoodAttestationsAmongHostileOnes() throws Exception {
    Path kit = publish("kit", SIGNER.bundle(log, 3, 200));
    new HostileDrop("fifo-artifact", HostileDrop.End.ANY, "mkfifo aaa; cp $KIT aaa$S")
        .run(attestations, ".sigstore.json", kit, outside);
    new HostileDrop("link-artifact", HostileDrop.End.ANY, "ln -s $OUT/key aab; cp $KIT aab$S")
        .run(attestations, ".sigstore.json", kit, outside);
    for (HostileDrop drop : HostileDrop.KINDS) {
      drop.run(attestations, ".sigstore.json", kit, outside);
    }
    for (int i = 0; i < 3; i++) {
      drop(attestations.resolve("zz" + i), SIGNER.artifact(7));
      drop(attestations.resolve("zz" + i + ".sigstore.json"), SIGNER.bundle(log, 7, 200));
      awaitAged(verdicts.resolve("good/zz" + i + ".sigstore.json"));
    }

    requireNothingOutside();
    assertThat(verdicts.resolve("aaa.verdict.json")).content().contains("it is a FIFO");
    assertThat(verdicts.resolve("aab.verdict.json")).content().contains("it is a symbolic link");
    assertThat(verdicts.resolve("fifo.verdict.json")).content().contains("it is a FIFO");
    assertThat(files(verdicts, "its name has ")).hasSizeGreaterThanOrEqualTo(5);
    assertThat(files(verdicts.resolve("refused"), "")).hasSizeGreaterThanOrEqualTo(5);
    assertThat(daemon.meter("attestor_attestation_inbox_waiting")).isGreaterThanOrEqualTo(12);
  }

  @Test
  void answersGoodRequestsAmongHostileOnesAndReceipts() throws Exception {
    Path kit = publish("kit", "backend: log\nsince: latest\n".getBytes(StandardCharsets.US_ASCII));
    for (HostileDrop drop : HostileDrop.KINDS) {
      drop.run(outbox.resolve("receipts"), ".json", kit, outside);
      drop.run(requests, ".yaml", kit, outside);
    }
    new HostileDrop("receipt-key", HostileDrop.End.ANY, "echo 'backend: log\nsince: k' >r.yaml")
        .run(requests, ".yaml", kit, outside);
    for (int i = 0; i < 3; i++) {
      drop(requests.resolve("zz" + i + ".yaml"), Files.readAllBytes(kit));
      awaitAged(requests.resolve("served/zz" + i + ".yaml"));
      assertThat(outbox.resolve("zz" + i + ".tar.gz")).exists();
    }

    requireNothingOutside();
    assertThat(requests.resolve("refused/r.yaml")).exists();
    assertThat(files(requests.resolve("refused"), "its name has ")).hasSizeGreaterThanOrEqualTo(5);
    assertThat(daemon.meter("attestor_bundle_requests_waiting")).isGreaterThanOrEqualTo(10);
  }

  /** A folder that is a link took requests of anybody to any directory. */
  @Test
  void usesNoFolderOfRequestsThatIsALink() throws Exception {
    Path kit = publish("kit", "backend: log\n".getBytes(StandardCharsets.US_ASCII));
    new HostileDrop("folder", HostileDrop.End.ANY, "ln -s $OUT refused; echo x >evil.yaml")
        .run(requests, ".yaml", kit, outside);
    awaitAged(requests.resolve("served"));
    for (int i = 0; i < 5; i++) {
      clock.move(Duration.ofHours(2));
      daemon.meter("attestor_bundle_requests_waiting");
    }
    requireNothingOutside();
    assertThat(requests.resolve("evil.yaml")).exists();

    Files.delete(requests.resolve("refused"));
    awaitAged(requests.resolve("refused/evil.yaml"));
    requireNothingOutside();
  }

  /** Lets the quiet period and the delays pass between the scans until the file is there. */
  private void awaitAged(Path file) {
    await(file, () -> clock.move(Duration.ofMinutes(10)));
  }

  private void requireNothingOutside() {
    assertThat(outside.resolve("key")).hasContent("the daemon's key\n");
    assertThat(outside.toFile().list()).containsExactly("key");
  }

  private static List<String> files(Path folder, String content) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> content.isEmpty() || contains(file, content))
          .map(Path::toString)
          .toList();
    }
  }

  private static boolean contains(Path file, String content) {
    try {
      return Files.isRegularFile(file)
          && Files.size(file) < 1 << 20
          && Files.readString(file).contains(content);
    } catch (IOException e) {
      return false;
    }
  }

  private static void drop(Path file, byte[] content) throws IOException {
    Path hidden = Files.write(file.resolveSibling("." + file.getFileName()), content);
    Files.move(hidden, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private Path publish(String name, byte[] content) throws IOException {
    Path file = Files.write(directory.resolve(name), content);
    permit(file, "rw-r--r--");
    return file;
  }

  private Path create(String name, String permissions) throws IOException {
    Path folder = Files.createDirectories(directory.resolve(name));
    permit(folder, permissions);
    return folder;
  }

  private static boolean isDirectory(Path file) {
    return Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
  }

  private static void permit(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  private static String quoted(Path path) {
    return '"' + path.toString() + '"';
  }
}
