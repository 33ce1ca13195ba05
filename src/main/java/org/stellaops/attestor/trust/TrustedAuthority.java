package org.stellaops.attestor.trust;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.stellaops.attestor.json.StrictJson;
import org.stellaops.attestor.tlog.MalformedException;

/**
 * An authority that a trusted root names: one that certifies signers (Fulcio), or one that signs
 * times (a TSA).
 *
 * @param uri identifies the authority; empty if the root has none
 * @param chain its certificates, the root last; at least one
 * @param validity when the authority is to be trusted
 */
public record TrustedAuthority(String uri, List<X509Certificate> chain, ValidityPeriod validity) {
  /** Refuses an authority without certificates. */
  public TrustedAuthority {
    if (chain.isEmpty()) {
      throw new MalformedException("an authority has at least one certificate");
    }
    chain = List.copyOf(chain);
  }

  /** The certificate on which all others rest. */
  public X509Certificate root() {
    return chain.get(chain.size() - 1);
  }

  static TrustedAuthority parse(StrictJson json) {
    List<X509Certificate> chain = new ArrayList<>();
    for (StrictJson each : json.child("certChain").children("certificates")) {
      chain.add(certificate(each.bytes("rawBytes")));
    }
    return new TrustedAuthority(
        json.textOrEmpty("uri"), chain, ValidityPeriod.parse(json.child("validFor")));
  }

  /**
   * The certificate that these bytes are, and nothing after it.
   *
   * @throws MalformedException if they are no certificate in DER
   */
  public static X509Certificate certificate(byte[] der) {
    try {
      ByteArrayInputStream in = new ByteArrayInputStream(der);
      X509Certificate certificate =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      if (der.length == 0 || der[0] != 0x30 || in.available() > 0) {
        throw new MalformedException("a certificate is one DER value and nothing more");
      }
      return certificate;
    } catch (CertificateException e) {
      throw new MalformedException("a certificate that cannot be read");
    }
  }
}
