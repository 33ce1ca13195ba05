package org.stellaops.attestor.note;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;

/**
 * A private key with the name under which it signs notes.
 *
 * @param key the public half with the name
 * @param privateKey the private half
 */
public record NoteSigner(VerifierKey key, PrivateKey privateKey) {
  /** The signer of this name with both halves of a key. */
  public static NoteSigner of(String name, KeyPair pair) {
    return new NoteSigner(new VerifierKey(name, pair.getPublic()), pair.getPrivate());
  }

  /** The signature line for a text that ends in a line feed. */
  public NoteSignature sign(String text) {
    try {
      Signature signer = key.algorithm().newSignature();
      signer.initSign(privateKey);
      signer.update(text.getBytes(StandardCharsets.UTF_8));
      return new NoteSignature(key.name(), key.keyId(), signer.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot sign with the key of " + key.name(), e);
    }
  }

  @Override
  public String toString() {
    return "signer of " + key;
  }
}
