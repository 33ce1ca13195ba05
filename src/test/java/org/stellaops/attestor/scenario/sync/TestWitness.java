package org.stellaops.attestor.scenario.sync;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.stellaops.attestor.note.NoteSignature;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.note.WitnessKey;

/** A witness that puts its cosignature under whatever it is shown, with any time. */
record TestWitness(WitnessKey key, KeyPair keyPair) {
  static TestWitness create(String name) {
    try {
      KeyPair keyPair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      return new TestWitness(new WitnessKey(name, keyPair.getPublic()), keyPair);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has Ed25519", e);
    }
  }

  /** The note with one more line. */
  byte[] cosign(byte[] raw, Instant time) {
    return cosign(raw, time, time);
  }

  /** The note with a line that says another time than was signed. */
  byte[] cosign(byte[] raw, Instant signedTime, Instant statedTime) {
    SignedNote note = SignedNote.parse(raw);
    byte[] message = WitnessKey.message(signedTime.getEpochSecond(), note.text());
    byte[] timestampedSignature =
        ByteBuffer.allocate(72).putLong(statedTime.getEpochSecond()).put(sign(message)).array();
    List<NoteSignature> lines = new ArrayList<>(note.signatures());
    lines.add(new NoteSignature(key.name(), key.keyId(), timestampedSignature));
    return SignedNote.of(note.text(), lines).raw();
  }

  private byte[] sign(byte[] message) {
    try {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(keyPair.getPrivate());
      signer.update(message);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot cosign", e);
    }
  }
}
