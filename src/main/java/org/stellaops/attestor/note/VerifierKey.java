package org.stellaops.attestor.note;

import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;

/**
 * A public key with the name under which it signs notes. Immutable, safe for many threads.
 *
 * @param name the name on the signature lines; not always the origin of the log
 * @param publicKey Ed25519, EC or RSA
 */
public record VerifierKey(String name, PublicKey publicKey) {
  private static final int ED25519_SIGNATURE_BYTES = 64;

  /** Refuses names that no key has, and keys that cannot open notes. */
  public VerifierKey {
    KeyName.require(name);
    publicKey = PlatformKeys.of(KeyAlgorithm.of(publicKey), publicKey);
  }

  /**
   * The inverse of {@link #toString()}.
   *
   * @throws MalformedNoteException also where the key ID is not the one of this key and name
   */
  public static VerifierKey parse(String vkey) {
    // base64 may contain '+' itself, so only the first two separate
    String[] parts = vkey.split("\\+", 3);
    if (parts.length != 3) {
      throw new MalformedNoteException("a vkey is name+keyid+key");
    }
    VerifierKey key =
        new VerifierKey(parts[0], KeyAlgorithm.parseTyped(StrictBase64.decode(parts[2])));
    if (!key.keyId().equals(KeyId.parse(parts[1]))) {
      throw new MalformedNoteException(
          "the key ID in the vkey of "
              + parts[0]
              + " is "
              + parts[1]
              + ", its key has "
              + key.keyId());
    }
    if (!key.toString().equals(vkey)) {
      throw new MalformedNoteException("a vkey that is not in its one form");
    }
    return key;
  }

  /**
   * The Ed25519 key of this name.
   *
   * @param point the 32 bytes of RFC 8032
   */
  public static VerifierKey ed25519(String name, byte[] point) {
    byte[] typed = new byte[point.length + 1];
    typed[0] = 1;
    System.arraycopy(point, 0, typed, 1, point.length);
    return new VerifierKey(name, KeyAlgorithm.parseTyped(typed));
  }

  /** How this key signs. */
  public KeyAlgorithm algorithm() {
    return KeyAlgorithm.of(publicKey);
  }

  /** The hint that signature lines carry. */
  public KeyId keyId() {
    return algorithm().keyId(name, publicKey);
  }

  /** Whether the signature is this key's over the text. */
  public boolean verifies(byte[] text, byte[] signature) {
    if (algorithm() == KeyAlgorithm.ED25519 && signature.length != ED25519_SIGNATURE_BYTES) {
      // the platform does not look at what comes after the signature
      return false;
    }
    try {
      Signature verifier = algorithm().newSignature();
      verifier.initVerify(publicKey);
      verifier.update(text);
      return verifier.verify(signature);
    } catch (SignatureException e) {
      // bytes that are not even a signature, as a DER sequence cut short
      return false;
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("a key that was usable at first: " + this, e);
    }
  }

  /** The vkey: {@code name+keyid+base64}. */
  @Override
  public String toString() {
    return name + "+" + keyId() + "+" + StrictBase64.encode(algorithm().typed(publicKey));
  }
}
