package org.stellaops.attestor.note;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;

/**
 * A private key with its name on signature lines.
 *
 * @param key the public key with the name
 * @param privateKey the private key
 */
public record NoteSigner(VerifierKey key, PrivateKey privateKey) {
  /** A signer with this name and key pair. */
  public static NoteSigner of(String name, KeyPair pair) {
    return new NoteSigner(new VerifierKey(name, pair.getPublic()), pair.getPrivate());
  }

  /** Signs a text that ends in a line feed. */
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
