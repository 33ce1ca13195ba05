package org.stellaops.attestor.trust;

import java.io.IOException;
import java.security.PublicKey;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.stellaops.attestor.tlog.MalformedException;

/** Public keys in an RSAPublicKey in DER (RFC 8017, A.1.1), the older form of an RSA key. */
final class Pkcs1PublicKey {
  private Pkcs1PublicKey() {}

  /**
   * The key in these bytes.
   *
   * @throws IOException if there is none
   */
  static PublicKey parse(byte[] der) throws IOException {
    try {
      return SubjectPublicKey.parse(
          new SubjectPublicKeyInfo(
                  new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                  RSAPublicKey.getInstance(der))
              .getEncoded("DER"));
    } catch (RuntimeException e) {
      throw new IOException("its bytes are no RSA public key", e);
    }
  }

  /**
   * The same as old logs of certificates have it.
   *
   * @param source where it is, for the message
   * @throws MalformedException if it is none
   */
  static PublicKey parse(byte[] der, String source) {
    try {
      return parse(der);
    } catch (IOException e) {
      throw new MalformedException(source + " is no RSA public key");
    }
  }
}
