package org.stellaops.attestor.bundle.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.bundle.read.ReceiptPolicy;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.note.NoteSignature;
import org.stellaops.attestor.note.NoteSigner;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.tlog.ConsistencyProof;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.TreeHead;

/** The files of a bundle besides the manifest, and the receipt. */
class BundleFilesTest {
  private static final FakeLog LOG = FakeLog.named("files.example").grow(600);
  private static final Origin ORIGIN = LOG.identity().origin();
  private static final String SHA256 = "ab".repeat(32);
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir private Path directory;
  private NoteSigner signer;
  private NoteSigner stranger;

  @BeforeEach
  void makeKeys() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
    signer = NoteSigner.of("importer.example", generator.generateKeyPair());
    stranger = NoteSigner.of("stranger.example", generator.generateKeyPair());
  }

  @ParameterizedTest
  @CsvSource({"0, 5", "1, 5", "2, 3", "300, 600", "256, 600", "600, 600"})
  void printedConsistencyProofIsParsed(long from, long to) {
    ConsistencyProof proof = LOG.consistency(from, to);

    byte[] file = ConsistencyFile.print(proof);

    assertThat(ConsistencyFile.parse(file, from, to)).isEqualTo(proof);
    assertThat(new String(file, UTF_8).lines()).hasSize(proof.hashes().size());
  }

  @Test
  void otherSpellingOfConsistencyProofIsRejected() {
    String good = new String(ConsistencyFile.print(LOG.consistency(300, 600)), UTF_8);

    for (String bad :
        List.of(
            good.substring(0, good.length() - 1),
            good + "\n",
            good.replace("\n", "\r\n"),
            good.substring(good.indexOf('\n') + 1),
            "\n" + good)) {
      assertFailure(Failure.BAD_BUNDLE, () -> ConsistencyFile.parse(bad.getBytes(UTF_8), 300, 600));
    }
    assertThatThrownBy(
            () -> ConsistencyFile.parse(good.replace("\n", "\r\n").getBytes(UTF_8), 300, 600))
        .hasMessageContaining("consistency/300: invalid consistency proof: not in canonical form");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "checkpoint",
        "pending",
        "checkpoints/1",
        "checkpoints/9223372036854775807",
        "consistency/20",
        "trust/a",
        "trust/root.json",
        "anchors/a_b-c.d.e.f"
      })
  void pathOfMetadataFileIsAccepted(String path) {
    assertThat(MetadataFile.isPath(path)).isTrue();
    assertThat(MetadataFile.of(path, new byte[] {1, 2}))
        .isEqualTo(
            new MetadataFile(
                path, 2, "a12871fee210fb8619291eaea194581cbd2531e4b23759d225f6806923f63222"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Checkpoint",
        "checkpoint/",
        "checkpoints/0",
        "checkpoints/01",
        "checkpoints/12345678901234567890",
        "checkpoints/../x",
        "trust/",
        "trust/.a",
        "trust/A",
        "trust/a.b.c.d.e",
        "trust/a..b",
        "trust/a/b",
        "/trust/a",
        "tile/0/000"
      })
  void otherPathIsRejected(String path) {
    assertThat(MetadataFile.isPath(path)).isFalse();
    assertThatThrownBy(() -> new MetadataFile(path, 1, SHA256))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void lengthAndDigestOfMetadataFileAreLimited() {
    assertThat(new MetadataFile("pending", 0, SHA256).bytes()).isZero();
    assertThat(new MetadataFile("pending", 1 << 20, SHA256).bytes()).isEqualTo(1 << 20);
    assertThatThrownBy(() -> new MetadataFile("pending", -1, SHA256))
        .hasMessageContaining("pending: invalid length: -1 bytes");
    assertThatThrownBy(() -> new MetadataFile("pending", (1 << 20) + 1, SHA256))
        .hasMessageContaining("invalid length: 1048577 bytes, limit 1048576");
    assertThatThrownBy(() -> new MetadataFile("pending", 1, SHA256.toUpperCase()))
        .hasMessageContaining("sha256 must be 64 hexadecimal digits");
    assertThat(MetadataFile.checkpointPath(7)).isEqualTo("checkpoints/7");
    assertThat(MetadataFile.consistencyPath(7)).isEqualTo("consistency/7");
  }

  @Test
  void contentIsNamedInLowerCase() {
    for (BundleContent each : BundleContent.values()) {
      assertThat(BundleContent.parse(each.label())).isEqualTo(each);
      assertThat(each.label()).isLowerCase();
    }
    assertThatThrownBy(() -> BundleContent.parse("TILES"))
        .hasMessageContaining("invalid content: 'TILES'");
  }

  @Test
  void manifestNoteIsSignedByTheFirstTrustedKey() {
    byte[] manifest = {1, 2, 3};
    SignedNote note = ManifestNote.sign(signer, ORIGIN, manifest);

    assertThat(ManifestNote.signer(note, ORIGIN, manifest, List.of(stranger.key(), signer.key())))
        .contains(signer.key());
    assertThat(ManifestNote.signer(note, ORIGIN, manifest, List.of(stranger.key()))).isEmpty();
    assertThat(note.text()).startsWith("stella-attestor/bundle/v1\nfiles.example\n");
    assertFailure(
        Failure.BAD_BUNDLE,
        () -> ManifestNote.signer(note, ORIGIN, new byte[] {1, 2}, List.of(signer.key())));
    assertFailure(
        Failure.BAD_BUNDLE,
        () -> ManifestNote.signer(note, new Origin("x"), manifest, List.of(signer.key())));
    assertFailure(
        Failure.BAD_SIGNATURE,
        () -> ManifestNote.signer(forged(note), ORIGIN, manifest, List.of(signer.key())));
  }

  @Test
  void printedReceiptIsRead() throws IOException {
    for (Receipt receipt : List.of(receipt(), receipt().sign(signer))) {
      Path file = Files.write(directory.resolve("receipt.json"), ReceiptFile.print(receipt));

      assertThat(ReceiptFile.read(file)).isEqualTo(receipt);
      assertThat(Files.readString(file)).endsWith("}\n");
    }
    assertThat(receipt().baseFor(BundleContent.CHECKPOINTS)).isEqualTo(LOG.head(600));
    assertThat(receipt().baseFor(BundleContent.TILES)).isEqualTo(LOG.head(300));
    assertThat(receipt().baseFor(BundleContent.ENTRIES)).isEqualTo(LOG.head(300));
  }

  @ParameterizedTest
  @CsvSource({
    "receipt/v1, receipt/v2",
    "2026-01-02T, 2026-13-02T",
    "\"treeSize\" : 300, \"treeSize\" : 601",
    "\"treeSize\" : 300, \"treesize\" : 300",
    "\"bundle\" : \"ab, \"bundle\" : \"AB",
    "\"rootHash\", \"roothash\"",
    "{, ["
  })
  void otherReceiptIsConfigurationFailure(String text, String other) throws IOException {
    String good = new String(ReceiptFile.print(receipt()), UTF_8);
    Path file = directory.resolve("receipt.json");
    Files.writeString(file, good.replace(text, other));

    assertThat(good).contains(text);
    assertThatThrownBy(() -> ReceiptFile.read(file))
        .isInstanceOfSatisfying(
            AttestorException.class, e -> assertThat(e.failure()).isEqualTo(Failure.CONFIGURATION))
        .hasMessageContaining("invalid receipt");
  }

  @Test
  void largeOrMissingReceiptIsConfigurationFailure() throws IOException {
    String good = new String(ReceiptFile.print(receipt()), UTF_8);
    Path file = directory.resolve("receipt.json");
    Files.writeString(file, good + " ".repeat((1 << 16) - good.length()));
    assertThat(ReceiptFile.read(file)).isEqualTo(receipt());
    Files.writeString(file, good + " ".repeat((1 << 16) - good.length() + 1));
    assertThatThrownBy(() -> ReceiptFile.read(file)).hasMessageContaining("file too large");
    assertFailure(Failure.CONFIGURATION, () -> ReceiptFile.read(directory.resolve("absent")));
  }

  @Test
  void receiptMustBeConsistent() {
    assertThatThrownBy(() -> receipt("x", LOG.head(300), LOG.head(600), Optional.empty()))
        .hasMessageContaining("bundle must be 64 hexadecimal digits");
    assertThatThrownBy(() -> receipt(SHA256, LOG.head(600), LOG.head(300), Optional.empty()))
        .hasMessageContaining("mirrored must not be larger than pending");
    assertThat(receipt(SHA256, LOG.head(300), LOG.head(300), Optional.empty()).note()).isEmpty();
    Optional<SignedNote> note = receipt().sign(signer).note();
    assertThatThrownBy(() -> receipt(SHA256, LOG.head(299), LOG.head(600), note))
        .hasMessageContaining("its note does not match its fields");
  }

  @Test
  void receiptPolicyDecidesBySignature() {
    ReceiptPolicy open = new ReceiptPolicy(List.of());
    ReceiptPolicy trusting = new ReceiptPolicy(List.of(stranger.key(), signer.key()));
    Receipt signed = receipt().sign(signer);

    open.requireTrusted(receipt());
    trusting.requireTrusted(signed);
    assertFailure(Failure.UNTRUSTED_KEY, () -> trusting.requireTrusted(receipt()));
    assertFailure(
        Failure.UNTRUSTED_KEY,
        () -> new ReceiptPolicy(List.of(stranger.key())).requireTrusted(signed));
    Receipt forged = receipt(SHA256, LOG.head(300), LOG.head(600), signed.note().map(this::forged));
    assertFailure(Failure.BAD_SIGNATURE, () -> trusting.requireTrusted(forged));
    assertThatThrownBy(() -> trusting.requireTrusted(forged))
        .hasMessageContaining("receipt of 2026-01-02T03:04:05Z for 'files.example' rejected");
  }

  private Receipt receipt() {
    return receipt(SHA256, LOG.head(300), LOG.head(600), Optional.empty());
  }

  private static Receipt receipt(
      String sha256, TreeHead mirrored, TreeHead pending, Optional<SignedNote> note) {
    return new Receipt(ORIGIN, sha256, mirrored, pending, TIME, note);
  }

  private SignedNote forged(SignedNote note) {
    return SignedNote.of(
        note.text(),
        List.of(new NoteSignature(signer.key().name(), signer.key().keyId(), new byte[64])));
  }

  private static void assertFailure(Failure failure, ThrowingCallable check) {
    assertThatThrownBy(check)
        .isInstanceOfSatisfying(
            AttestorException.class, e -> assertThat(e.failure()).isEqualTo(failure));
  }
}
