package org.stellaops.attestor.note;

import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;

/**
 * A public key with its name on signature lines. Its text form is a vkey, see <a
 * href="https://c2sp.org/signed-note">c2sp.org/signed-note</a>. Immutable and safe for many
 * threads.
 *
 * @param name name on signature lines, which may differ from the origin of the log
 * @param publicKey Ed25519, EC or RSA
 */
public record VerifierKey(String name, PublicKey publicKey) {
  private static final int ED25519_SIGNATURE_BYTES = 64;

  /** Rejects invalid names and unsupported keys. */
  public VerifierKey {
    KeyName.require(name);
    publicKey = PlatformKeys.of(KeyAlgorithm.of(publicKey), publicKey);
  }

  /**
   * The inverse of {@link #toString()}.
   *
   * @throws MalformedNoteException also if the key ID does not match the key and name
   */
  public static VerifierKey parse(String vkey) {
    // base64 may contain '+', so only the first two are separators
    String[] parts = vkey.split("\\+", 3);
    if (parts.length != 3) {
      throw new MalformedNoteException("a vkey must have the form name+keyid+key");
    }
    VerifierKey key =
        new VerifierKey(parts[0], KeyAlgorithm.parseTyped(StrictBase64.decode(parts[2])));
    if (!key.keyId().equals(KeyId.parse(parts[1]))) {
      throw new MalformedNoteException(
          "the key ID in the vkey of " + parts[0] + " is " + parts[1] + ", not " + key.keyId());
    }
    if (!key.toString().equals(vkey)) {
      throw new MalformedNoteException("a vkey must be in canonical form");
    }
    return key;
  }

  /**
   * An Ed25519 key with this name.
   *
   * @param point the 32 bytes of RFC 8032
   */
  public static VerifierKey ed25519(String name, byte[] point) {
    byte[] typed = new byte[point.length + 1];
    typed[0] = 1;
    System.arraycopy(point, 0, typed, 1, point.length);
    return new VerifierKey(name, KeyAlgorithm.parseTyped(typed));
  }

  /** The signature algorithm. */
  public KeyAlgorithm algorithm() {
    return KeyAlgorithm.of(publicKey);
  }

  /** The key ID on signature lines. */
  public KeyId keyId() {
    return algorithm().keyId(name, publicKey);
  }

  /**
   * The key ID that a Rekor v1 server writes for a key of any type: the first four bytes of SHA-256
   * over the SubjectPublicKeyInfo. For ECDSA it is the same as {@link #keyId()}.
   */
  public KeyId rekorV1KeyId() {
    return KeyId.hashOf(publicKey.getEncoded());
  }

  /** Whether the signature over the text verifies with this key. */
  public boolean verifies(byte[] text, byte[] signature) {
    if (algorithm() == KeyAlgorithm.ED25519 && signature.length != ED25519_SIGNATURE_BYTES) {
      // the platform ignores trailing bytes
      return false;
    }
    try {
      Signature verifier = algorithm().newSignature();
      verifier.initVerify(publicKey);
      verifier.update(text);
      return verifier.verify(signature);
    } catch (SignatureException e) {
      // not a signature at all, such as a truncated DER sequence
      return false;
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("the key is not usable any more: " + this, e);
    }
  }

  /** The vkey: {@code name+keyid+base64}. */
  @Override
  public String toString() {
    return name + "+" + keyId() + "+" + StrictBase64.encode(algorithm().typed(publicKey));
  }
}
