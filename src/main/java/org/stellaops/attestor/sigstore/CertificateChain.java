package org.stellaops.attestor.sigstore;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.stellaops.attestor.trust.TrustedAuthority;

/**
 * A certificate chain to the root of a trusted authority.
 *
 * @param authority the authority with the root
 * @param certificates from the leaf to the last intermediate certificate, without the root
 */
record CertificateChain(TrustedAuthority authority, List<X509Certificate> certificates) {
  private static final String ANY_EXTENDED_KEY_USAGE = "2.5.29.37.0";

  /** The chain over the authority's own intermediate certificates. */
  static CertificateChain of(X509Certificate leaf, TrustedAuthority authority) {
    List<X509Certificate> chain = authority.chain();
    List<X509Certificate> certificates = new ArrayList<>();
    certificates.add(leaf);
    int leafIndex = chain.indexOf(leaf);
    for (X509Certificate each : chain.subList(leafIndex + 1, chain.size())) {
      if (!each.equals(authority.root()) && each.getBasicConstraints() >= 0) {
        certificates.add(each);
      }
    }
    return new CertificateChain(authority, certificates);
  }

  /** The certificate that issued the leaf. */
  X509Certificate issuer() {
    return certificates.size() > 1 ? certificates.get(1) : authority.root();
  }

  /**
   * Rejects a chain that was not valid at this time.
   *
   * @param usage object identifier of the extended key usage that every certificate must allow
   */
  void requireValidAt(Instant time, String usage, Step step) {
    step.require(
        authority.validity().includes(time),
        "the authority " + authority.uri() + " is not valid at " + time);
    Date date = Date.from(time);
    try {
      authority.root().checkValidity(date);
      for (X509Certificate each : certificates) {
        each.checkValidity(date);
        List<String> usages = each.getExtendedKeyUsage();
        step.require(
            usages == null || usages.contains(usage) || usages.contains(ANY_EXTENDED_KEY_USAGE),
            "a certificate of the chain is not for this usage");
      }
    } catch (CertificateException e) {
      throw new VerificationException(step, "the certificate was not valid at " + time, e);
    }
    if (!certificates.get(0).equals(authority.root())) {
      requireSignatures(date, step);
    }
  }

  private void requireSignatures(Date date, Step step) {
    try {
      PKIXParameters parameters =
          new PKIXParameters(Set.of(new TrustAnchor(authority.root(), null)));
      // no revocation check: it would need a network, and signing certificates are valid for
      // minutes
      parameters.setRevocationEnabled(false);
      parameters.setDate(date);
      step.require(
          authority.root().getBasicConstraints() >= certificates.size() - 1,
          "the root of the authority does not allow such a chain");
      CertPathValidator.getInstance("PKIX")
          .validate(
              CertificateFactory.getInstance("X.509").generateCertPath(certificates), parameters);
    } catch (GeneralSecurityException e) {
      throw new VerificationException(
          step,
          "the certificate was not issued by the authority %s: %s"
              .formatted(authority.uri(), e.getMessage()),
          e);
    }
  }
}
