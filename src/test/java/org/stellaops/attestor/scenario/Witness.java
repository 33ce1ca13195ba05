package org.stellaops.attestor.scenario;

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
record Witness(WitnessKey key, KeyPair pair) {
  static Witness named(String name) {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      return new Witness(new WitnessKey(name, pair.getPublic()), pair);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has Ed25519", e);
    }
  }

  /** The note with one more line. */
  byte[] cosign(byte[] raw, Instant at) {
    return cosign(raw, at, at);
  }

  /** The note with a line that says another time than was signed. */
  byte[] cosign(byte[] raw, Instant signed, Instant said) {
    SignedNote note = SignedNote.parse(raw);
    byte[] message = WitnessKey.message(signed.getEpochSecond(), note.text());
    byte[] timed =
        ByteBuffer.allocate(72).putLong(said.getEpochSecond()).put(sign(message)).array();
    List<NoteSignature> lines = new ArrayList<>(note.signatures());
    lines.add(new NoteSignature(key.name(), key.keyId(), timed));
    return SignedNote.of(note.text(), lines).raw();
  }

  private byte[] sign(byte[] message) {
    try {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(pair.getPrivate());
      signer.update(message);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot cosign", e);
    }
  }
}
