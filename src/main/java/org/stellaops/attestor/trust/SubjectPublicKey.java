package org.stellaops.attestor.trust;

import java.io.IOException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import org.stellaops.attestor.tlog.MalformedException;

/**
 * Public keys in a SubjectPublicKeyInfo in DER (RFC 5280, 4.1), read by the Java platform alone:
 * Bouncy Castle is a signed library, and checking that signature takes longer than everything else
 * that a command does which only looks.
 */
final class SubjectPublicKey {
  private static final List<String> ALGORITHMS = List.of("EdDSA", "EC", "RSA");

  private SubjectPublicKey() {}

  /**
   * The key in these bytes.
   *
   * @throws IOException if there is none, one of another kind, or anything but its one encoding
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
        continue; // of another kind, or none at all
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("this Java platform lacks " + algorithm, e);
      }
    }
    throw new IOException("its bytes are no DER public key, or not in their one encoding");
  }

  /**
   * The same where a file of trust has it.
   *
   * @param source where it is, for the message
   * @throws MalformedException if it is none
   */
  static PublicKey parse(byte[] der, String source) {
    try {
      return parse(der);
    } catch (IOException e) {
      throw new MalformedException(source + " is no public key: " + e.getMessage());
    }
  }
}
