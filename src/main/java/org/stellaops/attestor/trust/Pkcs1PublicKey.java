package org.stellaops.attestor.trust;

import java.io.IOException;
import java.security.PublicKey;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** Reads RSA public keys as RSAPublicKey in DER (RFC 8017, A.1.1), the older form. */
final class Pkcs1PublicKey {
  private Pkcs1PublicKey() {}

  /**
   * Parses a key.
   *
   * @throws IOException if the bytes are not an RSA public key
   */
  static PublicKey parse(byte[] der) throws IOException {
    try {
      return SubjectPublicKey.parse(
          new SubjectPublicKeyInfo(
                  new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                  RSAPublicKey.getInstance(der))
              .getEncoded("DER"));
    } catch (RuntimeException e) {
      throw new IOException("not an RSA public key", e);
    }
  }
}
