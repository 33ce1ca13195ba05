package org.stellaops.attestor.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.stellaops.attestor.note.RealNotes.bytes;

import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.note.KeyId;
import org.stellaops.attestor.note.NoteSignature;
import org.stellaops.attestor.note.NoteSigner;
import org.stellaops.attestor.note.RealNotes;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.note.VerifierKey;

class LogIdentityTest {
  private static final String TEXT =
      "log.example\n5\ngDfQHcPSkLDVUd/xeZWPsqSB7RTR0ho07k15jgzLOpw=\n";
  private static final LogIdentity REKOR_V2 =
      identity("log2025-1.rekor.sigstore.dev", RealNotes.REKOR_V2_VKEY);
  private static final LogIdentity REKOR_V1 =
      identity("rekor.sigstore.dev - 1193050959916656506", RealNotes.REKOR_V1_VKEY);

  private NoteSigner signer;
  private NoteSigner neighbour;
  private LogIdentity log;

  @BeforeEach
  void makeKeys() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
    signer = NoteSigner.of("log.example", generator.generateKeyPair());
    neighbour = NoteSigner.of("neighbour.example", generator.generateKeyPair());
    log = new LogIdentity(new Origin("log.example"), signer.key());
  }

  @Test
  void opensRealCheckpointsUnchanged() {
    assertThat(open(REKOR_V2, RealNotes.REKOR_V2).note()).hasToString(RealNotes.REKOR_V2);
    assertThat(open(REKOR_V2, RealNotes.REKOR_V2).head().size()).isEqualTo(4_855_115);
    assertThat(open(REKOR_V1, RealNotes.REKOR_V1).note()).hasToString(RealNotes.REKOR_V1);
    assertThat(open(REKOR_V1, RealNotes.REKOR_V1).head().size()).isEqualTo(1_511_664_856);
  }

  @Test
  void keyNameNeedNotBeTheOrigin() {
    assertThat(REKOR_V1.key().name()).isEqualTo("rekor.sigstore.dev");
    assertThat(open(REKOR_V1, RealNotes.REKOR_V1).origin()).isEqualTo(REKOR_V1.origin());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>not a checkpoint</html>", "log.example\n5\n"})
  void malformedNoteIsInvalidNote(String raw) {
    assertFailure("invalid_note", raw);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello\n",
        "log.example\n007\ngDfQHcPSkLDVUd/xeZWPsqSB7RTR0ho07k15jgzLOpw=\n",
        "log.example\n0\ngDfQHcPSkLDVUd/xeZWPsqSB7RTR0ho07k15jgzLOpw=\n",
        "log.example\n5\ngDfQHcPSkLA=\n"
      })
  void signedTextThatIsNotCheckpointIsInvalidNote(String text) {
    assertFailure("invalid_note", note(text, signer.sign(text)));
  }

  /** Not a bad signature, which would look like an attack. */
  @Test
  void byteOrderMarkIsNamed() {
    assertThatThrownBy(() -> log.open(bytes("\uFEFFlog\n"), List.of()))
        .hasMessageContaining("byte order mark");
  }

  @Test
  void unknownSignerIsUntrustedKey() {
    assertFailure("untrusted_key", note(TEXT, neighbour.sign(TEXT)));
  }

  @Test
  void unsignedTextIsNotParsed() {
    assertFailure("untrusted_key", note("hello\n", neighbour.sign("hello\n")));
  }

  @Test
  void sameNameWithOtherKeyIdIsUntrustedKey() throws Exception {
    NoteSigner rotated =
        NoteSigner.of("log.example", KeyPairGenerator.getInstance("Ed25519").generateKeyPair());

    assertFailure("untrusted_key", note(TEXT, rotated.sign(TEXT)));
  }

  /** An operator who mistyped the origin must not be told to look for a new key. */
  @Test
  void rightKeyUnderAnotherNameIsOriginMismatch() {
    LogIdentity mistyped =
        new LogIdentity(
            new Origin("lag.example"), new VerifierKey("lag.example", signer.key().publicKey()));
    byte[] raw = note(TEXT, signer.sign(TEXT)).getBytes(UTF_8);

    AttestorException failure =
        catchThrowableOfType(AttestorException.class, () -> mistyped.open(raw, List.of()));

    assertThat(failure.failure().label()).isEqualTo("origin_mismatch");
    assertThat(failure)
        .hasMessageContaining("the key is right")
        .hasMessageContaining("log.example");
    assertThat(failure.hint()).endsWith("set the origin of the backend to 'log.example'");
    LogIdentity misnamed =
        new LogIdentity(
            new Origin("log.example"), new VerifierKey("lag.example", signer.key().publicKey()));
    assertThat(
            catchThrowableOfType(AttestorException.class, () -> misnamed.open(raw, List.of()))
                .hint())
        .isEqualTo("set keyName of the backend to 'log.example'");
  }

  @Test
  void invalidSignatureOfLogKeyIsBadSignature() {
    NoteSignature forged =
        new NoteSignature("log.example", signer.key().keyId(), neighbour.sign(TEXT).signature());

    assertFailure("bad_signature", note(TEXT, forged));
  }

  @Test
  void badSignatureIsReportedDespiteOtherSignatures() {
    NoteSignature forged =
        new NoteSignature("log.example", signer.key().keyId(), neighbour.sign(TEXT).signature());
    String raw = note(TEXT, neighbour.sign(TEXT), forged, signer.sign(TEXT));

    assertThat(failure(raw, List.of(neighbour.key())).failure().label()).isEqualTo("bad_signature");
  }

  @Test
  void keyOfAnotherConfiguredLogIsWrongKey() {
    String raw = note(TEXT, neighbour.sign(TEXT));

    AttestorException failure = failure(raw, List.of(signer.key(), neighbour.key()));
    assertThat(failure.failure().label()).isEqualTo("wrong_key");
    assertThat(failure).hasMessageContaining("neighbour.example+" + neighbour.key().keyId());
    assertThat(failure.hint()).isNotEmpty();
  }

  @Test
  void invalidSignatureOfOtherLogIsUntrustedKey() {
    NoteSignature forged =
        new NoteSignature("neighbour.example", neighbour.key().keyId(), new byte[64]);

    AttestorException failure = failure(note(TEXT, forged), List.of(neighbour.key()));
    assertThat(failure.failure().label()).isEqualTo("untrusted_key");
  }

  @Test
  void otherOriginIsOriginMismatch() {
    String text = TEXT.replace("log.example", "other.example");

    assertFailure("origin_mismatch", note(text, signer.sign(text)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Log.example", "log.example ", "log.example.", "log.exampl"})
  void originIsComparedByteForByte(String origin) {
    String text = TEXT.replace("log.example", origin);

    assertFailure("origin_mismatch", note(text, signer.sign(text)));
  }

  @Test
  void anotherShardOfRekorV1UnderTheSameKeyIsAnOriginMismatch() {
    assertThatThrownBy(() -> open(REKOR_V1, RealNotes.REKOR_V1_WITH_TIMESTAMP))
        .isInstanceOfSatisfying(
            AttestorException.class,
            e -> assertThat(e.failure().label()).isEqualTo("origin_mismatch"))
        .hasMessageContaining("2605736670972794746")
        .hasMessageContaining("1193050959916656506");
  }

  @Test
  void ignoresUnknownCosignatures() {
    NoteSignature witness = new NoteSignature("witness.example", new KeyId(7), new byte[72]);
    String raw = note(TEXT, witness, signer.sign(TEXT), neighbour.sign(TEXT));

    assertThat(open(log, raw).note()).hasToString(raw);
  }

  @Test
  void hostileKeyNamesAreSanitized() {
    List<NoteSignature> strangers = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      strangers.add(
          new NoteSignature(i + "\u009b31m\u202e" + "x".repeat(1000), new KeyId(i), new byte[1]));
    }

    assertThatThrownBy(() -> open(log, SignedNote.of(TEXT, strangers).toString()))
        .hasMessageContaining("and 56 more")
        .extracting(Throwable::getMessage)
        .asString()
        .hasSizeLessThan(1000)
        .doesNotContain("\u009b", "\u202e");
  }

  @Test
  void everyFlippedBitOfARekorV2CheckpointIsRefused() {
    assertEveryFlippedBitRejected(REKOR_V2, RealNotes.REKOR_V2);
  }

  @Test
  void everyFlippedBitOfARekorV1CheckpointIsRefused() {
    assertEveryFlippedBitRejected(REKOR_V1, RealNotes.REKOR_V1);
  }

  @Test
  void rejectsEveryTruncatedCheckpoint() {
    byte[] good = bytes(RealNotes.REKOR_V2);
    for (int length = 0; length < good.length; length++) {
      byte[] shorter = Arrays.copyOf(good, length);
      assertThatThrownBy(() -> REKOR_V2.open(shorter, List.of()))
          .isInstanceOf(AttestorException.class);
    }
  }

  private static void assertEveryFlippedBitRejected(LogIdentity identity, String note) {
    byte[] raw = bytes(note);
    assertThat(identity.open(raw, List.of())).isNotNull();
    for (int bit = 0; bit < raw.length * Byte.SIZE; bit++) {
      raw[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      assertThatThrownBy(() -> identity.open(raw, List.of()))
          .as("bit %d", bit)
          .isInstanceOfSatisfying(
              AttestorException.class,
              e -> assertThat(e.failure().exitCode()).isEqualTo(ExitCode.REJECTED));
      raw[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
    }
  }

  private void assertFailure(String word, String raw) {
    assertThat(failure(raw, List.of()).failure().label()).isEqualTo(word);
  }

  private AttestorException failure(String raw, List<VerifierKey> others) {
    return catchThrowableOfType(AttestorException.class, () -> log.open(bytes(raw), others));
  }

  private static String note(String text, NoteSignature... signatures) {
    return SignedNote.of(text, List.of(signatures)).toString();
  }

  private static SignedCheckpoint open(LogIdentity identity, String raw) {
    return identity.open(bytes(raw), List.of());
  }

  private static LogIdentity identity(String origin, String vkey) {
    return new LogIdentity(new Origin(origin), VerifierKey.parse(vkey));
  }
}
