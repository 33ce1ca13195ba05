package org.stellaops.attestor.scenario.airgap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.bundle.format.BundleContent;
import org.stellaops.attestor.bundle.format.Receipt;
import org.stellaops.attestor.bundle.format.ReceiptFile;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.note.NoteSigner;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.route.airgap.BundleReport;
import org.stellaops.attestor.route.airgap.ExportRequest;
import org.stellaops.attestor.scenario.support.CycleReportAssertions;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;
import org.stellaops.attestor.trust.SigningKey;

/**
 * A receipt comes back on the same media as everything else. Where the exporter knows the
 * importers' keys, only what they have signed says where an export begins.
 */
class SignedReceiptTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final NoteSigner IMPORTER = signer("isolated.example");
  private static final NoteSigner UNKNOWN_SIGNER = signer("stranger.example");
  private static final FakeLog LOG = FakeLog.named("receipt.example/log").grow(300);

  @TempDir private static Path directory;
  private static FakeLogServer server;
  private static MirrorUnderTest exporter;
  private static Receipt receipt;

  @BeforeAll
  static void setUp() {
    server = FakeLogServer.start(LOG);
    exporter =
        MirrorUnderTest.of(directory.resolve("exporter"), LOG, server.url())
            .airGap("trustedImporters", '"' + IMPORTER.key().toString() + '"')
            .start();
    CycleReportAssertions.assertGood(exporter.sync());
    receipt =
        new Receipt(
            LOG.identity().origin(),
            "0".repeat(64),
            LOG.head(),
            LOG.head(),
            Instant.EPOCH,
            Optional.empty());
    LOG.grow(700);
    CycleReportAssertions.assertGood(exporter.sync());
  }

  @AfterAll
  static void tearDown() {
    exporter.close();
    server.close();
  }

  @Test
  void startsTheExportAtASignedReceipt() {
    BundleReport report = export("good", receipt.sign(IMPORTER));

    assertThat(report.failure()).as(report.message()).isEmpty();
    assertThat(report.manifest().orElseThrow().base()).isEqualTo(receipt.mirrored());
  }

  @Test
  void rejectsUnsignedReceiptsAndUnknownSigners() {
    BundleReport unsigned = export("unsigned", receipt);
    assertThat(unsigned.failure()).contains(Failure.UNTRUSTED_KEY);
    assertThat(unsigned.message()).contains("not signed");
    assertThat(unsigned.hint()).contains("signingKeyPath", "--since SIZE");

    BundleReport rejected = export("strange", receipt.sign(UNKNOWN_SIGNER));
    assertThat(rejected.failure()).contains(Failure.UNTRUSTED_KEY);
    assertThat(rejected.message()).contains("stranger.example");
    assertThat(directory.resolve("strange.tar.gz")).doesNotExist();
  }

  /** Name and key ID are those of the importer, which anybody can write there. */
  @Test
  void rejectsAForgedSignatureOfATrustedImporter() {
    byte[] note = receipt.sign(IMPORTER).note().orElseThrow().raw();
    int offset = note.length - 20;
    note[offset] = (byte) (note[offset] == 'A' ? 'B' : 'A');
    Receipt forged =
        new Receipt(
            receipt.origin(),
            receipt.bundleSha256(),
            receipt.mirrored(),
            receipt.pending(),
            receipt.importedAt(),
            Optional.of(SignedNote.parse(note)));

    BundleReport report = export("forged", forged);

    assertThat(report.failure()).as(report.message()).contains(Failure.BAD_SIGNATURE);
    assertThat(report.message())
        .contains("the signature of importer isolated.example does not verify");
    assertThat(directory.resolve("forged.tar.gz")).doesNotExist();
  }

  @Test
  void rejectsAReceiptWhoseSizeDiffersFromItsSignedNote() throws IOException {
    String signed = new String(ReceiptFile.print(receipt.sign(IMPORTER)));
    Path forged = directory.resolve("forged.json");
    Files.writeString(forged, signed.replace("\"treeSize\" : 300", "\"treeSize\" : 299"));

    assertThat(catchThrowable(() -> ReceiptFile.read(forged)))
        .isInstanceOf(AttestorException.class)
        .hasMessageContaining("its note does not match its fields");
  }

  private static BundleReport export(String name, Receipt since) {
    List<BundleReport> reports =
        exporter.export(
            new ExportRequest(
                TestConfiguration.BACKEND,
                directory.resolve(name + ".tar.gz"),
                BundleContent.ENTRIES,
                true,
                OptionalLong.empty(),
                Optional.of(since),
                0,
                Optional.empty()));
    return reports.get(0);
  }

  private static NoteSigner signer(String name) {
    return SigningKey.parse(SigningKey.generate(name, RANDOM));
  }
}
