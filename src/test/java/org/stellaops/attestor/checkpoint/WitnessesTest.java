package org.stellaops.attestor.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.note.NoteSignature;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.note.WitnessKey;

class WitnessesTest {
  private static final String TEXT =
      "log.example\n5\ngDfQHcPSkLDVUd/xeZWPsqSB7RTR0ho07k15jgzLOpw=\n";
  private static final String OTHER_TEXT = TEXT.replace("5\n", "6\n");

  private KeyPair pair;
  private WitnessKey first;
  private KeyPair secondPair;
  private WitnessKey second;

  @BeforeEach
  void makeKeys() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
    pair = generator.generateKeyPair();
    first = new WitnessKey("first.example", pair.getPublic());
    secondPair = generator.generateKeyPair();
    second = new WitnessKey("second.example", secondPair.getPublic());
  }

  @Test
  void latestOfSeveralCosignaturesCounts() throws Exception {
    SignedCheckpoint checkpoint =
        checkpoint(
            cosign(first, pair.getPrivate(), 1_800_000_000, TEXT),
            cosign(second, secondPair.getPrivate(), 1_700_000_000, TEXT));
    Cosignature latest = new Cosignature("first.example", Instant.ofEpochSecond(1_800_000_000));

    assertThat(new Witnesses(List.of(first, second)).latestCosignature(checkpoint))
        .contains(latest);
    assertThat(new Witnesses(List.of(second, first)).latestCosignature(checkpoint))
        .contains(latest);
    assertThat(new Witnesses(List.of(second)).latestCosignature(checkpoint))
        .contains(new Cosignature("second.example", Instant.ofEpochSecond(1_700_000_000)));
  }

  @Test
  void cosignatureOfUntrustedWitnessIsIgnored() throws Exception {
    SignedCheckpoint checkpoint =
        checkpoint(cosign(second, secondPair.getPrivate(), 1_700_000_000, OTHER_TEXT));

    assertThat(new Witnesses(List.of(first)).latestCosignature(checkpoint)).isEmpty();
    assertThat(Witnesses.NONE.latestCosignature(checkpoint)).isEmpty();
  }

  @Test
  void cosignatureOfAnotherCheckpointIsBadSignature() throws Exception {
    SignedCheckpoint checkpoint =
        checkpoint(
            cosign(second, secondPair.getPrivate(), 1_700_000_000, TEXT),
            cosign(first, pair.getPrivate(), 1_700_000_000, OTHER_TEXT));

    assertThatThrownBy(() -> new Witnesses(List.of(second, first)).latestCosignature(checkpoint))
        .isInstanceOfSatisfying(
            AttestorException.class, e -> assertThat(e.failure()).isEqualTo(Failure.BAD_SIGNATURE))
        .hasMessageContaining("first.example+" + first.keyId());
  }

  @Test
  void trustedWitnessesCannotBeAddedLater() {
    List<WitnessKey> keys = new ArrayList<>(List.of(first));
    Witnesses witnesses = new Witnesses(keys);
    keys.add(second);

    assertThat(witnesses.keys()).containsExactly(first);
  }

  private static SignedCheckpoint checkpoint(NoteSignature... lines) {
    return new SignedCheckpoint(SignedNote.of(TEXT, List.of(lines)), Checkpoint.parse(TEXT));
  }

  private static NoteSignature cosign(WitnessKey witness, PrivateKey key, long seconds, String text)
      throws Exception {
    Signature signer = Signature.getInstance("Ed25519");
    signer.initSign(key);
    signer.update(WitnessKey.message(seconds, text));
    byte[] signature = signer.sign();
    byte[] timed =
        ByteBuffer.allocate(Long.BYTES + signature.length).putLong(seconds).put(signature).array();
    return new NoteSignature(witness.name(), witness.keyId(), timed);
  }
}
