package org.stellaops.attestor.scenario.airgap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.bundle.read.BundleForger;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.note.NoteSigner;
import org.stellaops.attestor.route.airgap.BundleReport;
import org.stellaops.attestor.route.airgap.ExportRequest;
import org.stellaops.attestor.route.airgap.ImportRequest;
import org.stellaops.attestor.scenario.support.AirGapFixture;
import org.stellaops.attestor.scenario.support.CycleReportAssertions;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;
import org.stellaops.attestor.trust.SigningKey;

/** Who may bring bundles. */
class SignedBundleTest {
  @TempDir private Path directory;

  private final FakeLog log = FakeLog.named("signed.example/log").grow(500);
  private FakeLogServer server;
  private NoteSigner exporter;
  private Path signed;
  private Path unsigned;

  @BeforeEach
  void exportBundles() throws IOException {
    Path key = directory.resolve("exporter.key");
    Files.writeString(key, SigningKey.generate("exports.example", new SecureRandom()) + "\n");
    exporter = SigningKey.read(key);
    server = FakeLogServer.start(log);
    signed = bundle("signed", Optional.of(key));
    unsigned = bundle("unsigned", Optional.empty());
  }

  @AfterEach
  void tearDown() {
    server.close();
  }

  @Test
  void reportsATrustedExporterAndSignsTheReceipt() {
    TestConfiguration isolated =
        isolated()
            .airGap("requireSignedBundles", "true")
            .airGap("trustedExporters", '"' + exporter.key().toString() + '"')
            .airGap("signingKeyPath", '"' + directory.resolve("exporter.key").toString() + '"');
    try (MirrorUnderTest mirror = isolated.start()) {
      BundleReport report = importBundle(mirror, signed);

      assertThat(report.failure()).as(report.message()).isEmpty();
      assertThat(report.signedBy()).contains("exports.example");
      assertThat(report.receipt().orElseThrow().note().orElseThrow().isSignedBy(exporter.key()))
          .isTrue();
      assertRejected(importBundle(mirror, unsigned), Failure.UNTRUSTED_KEY, "not signed");
      Path changed =
          BundleForger.of(signed)
              .replaceInManifest("\"tiles\" : ", "\"tiles\" : 1")
              .write(directory.resolve("changed.tar.gz"));
      assertRejected(
          importBundle(mirror, changed), Failure.BAD_BUNDLE, "signs a different manifest");
      Path withoutSignature =
          BundleForger.of(signed)
              .removeFile("manifest.note")
              .write(directory.resolve("stripped.tar.gz"));
      assertRejected(importBundle(mirror, withoutSignature), Failure.UNTRUSTED_KEY, "not signed");
    }
  }

  @Test
  void rejectsAnUnknownExporterWhenExportersAreConfigured() {
    String other =
        SigningKey.parse(SigningKey.generate("others.example", new SecureRandom()))
            .key()
            .toString();
    try (MirrorUnderTest mirror =
        isolated().airGap("trustedExporters", '"' + other + '"').start()) {
      assertRejected(importBundle(mirror, signed), Failure.UNTRUSTED_KEY, "exports.example");
      assertThat(mirror.state()).isEmpty();
    }
  }

  /** Name and key ID are those of the exporter, which anybody can write there. */
  @Test
  void rejectsAForgedSignatureOfATrustedExporter() {
    for (String required : List.of("true", "false")) {
      TestConfiguration isolated =
          isolated(required)
              .airGap("requireSignedBundles", required)
              .airGap("trustedExporters", '"' + exporter.key().toString() + '"');
      try (MirrorUnderTest mirror = isolated.start()) {
        for (int end : new int[] {8, 20, 80}) {
          Path forged =
              BundleForger.of(signed)
                  .transformFile("manifest.note", note -> otherSignature(note, end))
                  .write(directory.resolve("forged.tar.gz"));
          assertRejected(
              importBundle(mirror, forged),
              Failure.BAD_SIGNATURE,
              "the signature of exporter exports.example does not verify");
        }
        assertThat(mirror.state()).isEmpty();
        assertThat(importBundle(mirror, signed).failure()).isEmpty();
      }
    }
  }

  /** Changes one character of the signature, so far from its end. */
  private static byte[] otherSignature(byte[] note, int end) {
    byte[] other = note.clone();
    int offset = note.length - end;
    other[offset] = (byte) (note[offset] == 'A' ? 'B' : 'A');
    return other;
  }

  /**
   * Exporters can be named before all of them have a key: a bundle that nobody has signed passes
   * then, and so does one that was stripped of its signature. The report names nobody.
   */
  @Test
  void acceptsAnUnsignedBundleUnlessASignatureIsRequired() {
    try (MirrorUnderTest mirror =
        isolated().airGap("trustedExporters", '"' + exporter.key().toString() + '"').start()) {
      Path withoutSignature =
          BundleForger.of(signed)
              .removeFile("manifest.note")
              .write(directory.resolve("stripped.tar.gz"));

      BundleReport report = importBundle(mirror, withoutSignature);

      assertThat(report.failure()).as(report.message()).isEmpty();
      assertThat(report.signedBy()).isEmpty();
    }
  }

  /** Of a bundle that is not let in nothing is read but what says who brings it. */
  @Test
  void verifiesTheExporterBeforeReadingFiles() {
    Path cutSigned =
        BundleForger.of(signed).writeManifestOnly(directory.resolve("cut-signed.tar.gz"));
    Path cutUnsigned = BundleForger.of(unsigned).writeManifestOnly(directory.resolve("cut.tar.gz"));
    String other =
        SigningKey.parse(SigningKey.generate("others.example", new SecureRandom()))
            .key()
            .toString();
    TestConfiguration isolated =
        isolated()
            .airGap("requireSignedBundles", "true")
            .airGap("trustedExporters", '"' + other + '"');
    try (MirrorUnderTest mirror = isolated.start()) {
      assertRejected(importBundle(mirror, cutSigned), Failure.UNTRUSTED_KEY, "exports.example");
      assertRejected(importBundle(mirror, cutUnsigned), Failure.UNTRUSTED_KEY, "not signed");
    }
  }

  @Test
  void withoutConfiguredExportersOnlyTheLogKeyCounts() {
    try (MirrorUnderTest mirror = isolated().start()) {
      assertThat(importBundle(mirror, signed).failure()).isEmpty();
      assertThat(importBundle(mirror, unsigned).failure()).isEmpty();
    }
  }

  private static void assertRejected(BundleReport report, Failure failure, String reason) {
    assertThat(report.failure()).as(report.message()).contains(failure);
    assertThat(report.message()).contains(reason);
  }

  private static BundleReport importBundle(MirrorUnderTest mirror, Path bundle) {
    return mirror.importBundle(new ImportRequest(bundle, false, false));
  }

  private TestConfiguration isolated() {
    return isolated("isolated");
  }

  private TestConfiguration isolated(String name) {
    return MirrorUnderTest.of(directory.resolve(name), log, AirGapFixture.UNREACHABLE);
  }

  private Path bundle(String name, Optional<Path> key) {
    TestConfiguration connected = MirrorUnderTest.of(directory.resolve(name), log, server.url());
    key.ifPresent(file -> connected.airGap("signingKeyPath", '"' + file.toString() + '"'));
    try (MirrorUnderTest mirror = connected.start()) {
      CycleReportAssertions.assertGood(mirror.sync());
      ExportRequest request = AirGapFixture.everything(directory.resolve(name + ".tar.gz"));
      return mirror.export(request).get(0).file();
    }
  }
}
