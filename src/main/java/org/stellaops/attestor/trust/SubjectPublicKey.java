package org.stellaops.attestor.trust;

import java.io.IOException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.List;

/**
 * Reads public keys as SubjectPublicKeyInfo in DER (RFC 5280, 4.1). Uses the Java platform only:
 * Bouncy Castle is a signed library, and verifying its signature would take longer than the rest of
 * a read-only command.
 */
final class SubjectPublicKey {
  private static final List<String> ALGORITHMS = List.of("EdDSA", "EC", "RSA");

  private SubjectPublicKey() {}

  /**
   * Parses a key.
   *
   * @throws IOException if the bytes are not a supported public key in canonical DER
   */
  static PublicKey parse(byte[] der) throws IOException {
    for (String algorithm : ALGORITHMS) {
      try {
        PublicKey key =
            KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(der));
        if (Arrays.equals(key.getEncoded(), der)) {
          return key;
        }
      } catch (InvalidKeySpecException e) {
        continue; // not a key of this algorithm
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("this Java platform does not have " + algorithm, e);
      }
    }
    throw new IOException("not a public key in canonical DER");
  }
}
