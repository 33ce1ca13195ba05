package org.stellaops.attestor.trust;

import java.io.IOException;
import java.security.PublicKey;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.stellaops.attestor.tlog.MalformedException;

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

  /**
   * Parses the key of a certificate transparency log in a trusted root.
   *
   * @param source the name of the field, for the message
   * @throws MalformedException if the bytes are not an RSA public key
   */
  static PublicKey parse(byte[] der, String source) {
    try {
      return parse(der);
    } catch (IOException e) {
      throw new MalformedException(source + " is not an RSA public key");
    }
  }
}
