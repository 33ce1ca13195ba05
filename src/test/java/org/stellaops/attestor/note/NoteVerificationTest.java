package org.stellaops.attestor.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.stellaops.attestor.note.RealNotes.bytes;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoteVerificationTest {
  private static final String TEXT = "text\n";

  private NoteSigner log;
  private NoteSigner other;

  @BeforeEach
  void makeKeys() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
    log = NoteSigner.of("log.example", generator.generateKeyPair());
    other = NoteSigner.of("log.example", generator.generateKeyPair());
  }

  @Test
  void verifiesExampleOfSpecification() {
    assertThat(verifies(RealNotes.EXAMPLE, RealNotes.EXAMPLE_VKEY)).isTrue();
  }

  @Test
  void rekorV1CheckpointsVerifyWithAndWithoutTimestamp() {
    assertThat(verifies(RealNotes.REKOR_V1_WITH_TIMESTAMP, RealNotes.REKOR_V1_VKEY)).isTrue();
    assertThat(verifies(RealNotes.REKOR_V1, RealNotes.REKOR_V1_VKEY)).isTrue();
  }

  @Test
  void rekorV2CheckpointVerifies() {
    assertThat(verifies(RealNotes.REKOR_V2, RealNotes.REKOR_V2_VKEY)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ed25519", "EC", "RSA"})
  void everyAlgorithmVerifiesItsOwnSignature(String algorithm) throws Exception {
    KeyPair keys = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    NoteSigner signer = NoteSigner.of("log.example", keys);

    SignedNote note = SignedNote.of(TEXT, List.of(signer.sign(TEXT)));

    assertThat(SignedNote.parse(note.raw()).isSignedBy(signer.key())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ed25519", "EC", "RSA"})
  void everyAlgorithmVerifiesWithTheKeyIdOfRekorV1(String algorithm) throws Exception {
    KeyPair keys = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    NoteSigner signer = NoteSigner.of("rekor.example", keys);
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(keys.getPublic().getEncoded());
    KeyId id = KeyId.first(hash);
    byte[] good = signer.sign(TEXT).signature();
    byte[] bad = signer.sign("other text\n").signature();

    assertThat(noteOf(new NoteSignature("rekor.example", id, good)).isSignedBy(signer.key()))
        .isTrue();
    assertThatThrownBy(
            () -> noteOf(new NoteSignature("rekor.example", id, bad)).isSignedBy(signer.key()))
        .isInstanceOf(BadSignatureException.class);
    assertThat(noteOf(new NoteSignature("other.example", id, good)).isSignedBy(signer.key()))
        .isFalse();
  }

  @Test
  void sameNameWithOtherKeyIdIsUnknown() {
    assertThat(noteOf(other.sign(TEXT)).isSignedBy(log.key())).isFalse();
  }

  @Test
  void sameKeyIdWithOtherNameIsUnknown() {
    NoteSignature renamed =
        new NoteSignature("other.example", log.key().keyId(), log.sign(TEXT).signature());

    assertThat(noteOf(renamed).isSignedBy(log.key())).isFalse();
  }

  @Test
  void sameEcdsaKeyUnderOtherNameIsUnknown() throws Exception {
    KeyPair keys = KeyPairGenerator.getInstance("EC").generateKeyPair();
    NoteSigner one = NoteSigner.of("one.example", keys);
    NoteSigner two = NoteSigner.of("two.example", keys);

    assertThat(one.key().keyId()).isEqualTo(two.key().keyId());
    assertThat(noteOf(one.sign(TEXT)).isSignedBy(two.key())).isFalse();
  }

  @Test
  void keyIdAloneIsNotAuthentication() {
    NoteSignature forged =
        new NoteSignature("log.example", log.key().keyId(), other.sign(TEXT).signature());

    assertBad(noteOf(forged), forged);
  }

  @Test
  void invalidTrustedSignatureRejectsNote() {
    NoteSignature bad = bad();
    SignedNote note = noteOf(other.sign(TEXT), bad);

    assertThat(note.isSignedBy(other.key())).isTrue();
    assertBad(note, bad);
  }

  @Test
  void firstSignatureOfKeyCounts() {
    assertThat(noteOf(log.sign(TEXT), bad()).isSignedBy(log.key())).isTrue();
    assertBad(noteOf(bad(), log.sign(TEXT)), bad());
  }

  @Test
  void unknownLinesBeforeAndAfterAreIgnored() {
    NoteSignature stranger = new NoteSignature("witness.example", new KeyId(7), new byte[72]);

    assertThat(noteOf(stranger, log.sign(TEXT), other.sign(TEXT)).isSignedBy(log.key())).isTrue();
    assertThat(noteOf(stranger).isSignedBy(log.key())).isFalse();
  }

  @Test
  void additionalLineFeedInvalidatesSignature() {
    SignedNote note = SignedNote.parse(bytes("text\n\n\n" + log.sign(TEXT) + "\n"));

    assertThatThrownBy(() -> note.isSignedBy(log.key())).isInstanceOf(BadSignatureException.class);
  }

  @Test
  void textThatIsNotAsciiIsSignedAsUtf8() {
    String text = "Log frozen \u2014 \ud83e\uddca\n";

    assertThat(SignedNote.of(text, List.of(log.sign(text))).isSignedBy(log.key())).isTrue();
  }

  private NoteSignature bad() {
    byte[] signature = log.sign(TEXT).signature();
    signature[0] ^= 1;
    return new NoteSignature("log.example", log.key().keyId(), signature);
  }

  private SignedNote noteOf(NoteSignature... signatures) {
    return SignedNote.of(TEXT, List.of(signatures));
  }

  private void assertBad(SignedNote note, NoteSignature line) {
    assertThatThrownBy(() -> note.isSignedBy(log.key()))
        .isInstanceOfSatisfying(
            BadSignatureException.class, e -> assertThat(e.signature()).isEqualTo(line));
  }

  private static boolean verifies(String note, String vkey) {
    return SignedNote.parse(bytes(note)).isSignedBy(VerifierKey.parse(vkey));
  }
}
