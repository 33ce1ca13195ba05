package org.stellaops.attestor.trust;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.stellaops.attestor.json.StrictJson;
import org.stellaops.attestor.tlog.MalformedException;

/**
 * An authority in a trusted root: a certificate authority (Fulcio) or a timestamp authority (TSA).
 *
 * @param uri URI of the authority; empty if the root does not have it
 * @param chain its certificates, root last; at least one
 * @param validity period in which the authority is trusted
 */
public record TrustedAuthority(String uri, List<X509Certificate> chain, ValidityPeriod validity) {
  /** Rejects an authority without certificates. */
  public TrustedAuthority {
    if (chain.isEmpty()) {
      throw new MalformedException("an authority must have at least one certificate");
    }
    chain = List.copyOf(chain);
  }

  /** The root certificate. */
  public X509Certificate root() {
    return chain.get(chain.size() - 1);
  }

  static TrustedAuthority parse(StrictJson json) {
    List<X509Certificate> chain =
        json.child("certChain").children("certificates").stream()
            .map(each -> certificate(each.bytes("rawBytes")))
            .toList();
    return new TrustedAuthority(
        json.textOrEmpty("uri"), chain, ValidityPeriod.parse(json.child("validFor")));
  }

  /**
   * Parses a certificate without trailing bytes.
   *
   * @throws MalformedException if the bytes are not a certificate in DER, or exceed the limits of
   *     {@link BoundedDer}
   */
  public static X509Certificate certificate(byte[] der) {
    BoundedDer.check(der);
    ByteArrayInputStream in = new ByteArrayInputStream(der);
    X509Certificate certificate = generate(in);
    if (der.length == 0 || der[0] != 0x30 || in.available() > 0) {
      throw new MalformedException("trailing bytes after a certificate");
    }
    return certificate;
  }

  private static X509Certificate generate(ByteArrayInputStream der) {
    try {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(der);
    } catch (CertificateException | RuntimeException | StackOverflowError e) {
      // the platform reports malformed extensions with any kind of exception
      throw new MalformedException("invalid certificate");
    }
  }
}
