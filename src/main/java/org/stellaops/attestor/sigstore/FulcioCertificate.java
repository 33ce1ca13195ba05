package org.stellaops.attestor.sigstore;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.OtherName;
import org.stellaops.attestor.failure.SafeText;
import org.stellaops.attestor.trust.BoundedDer;

/**
 * The signer according to a Fulcio certificate.
 *
 * @param identity the subject alternative name
 * @param issuer the OIDC issuer that authenticated the identity
 */
record FulcioCertificate(String identity, String issuer) {
  private static final String ISSUER_V2 = "1.3.6.1.4.1.57264.1.8";
  private static final String ISSUER_V1 = "1.3.6.1.4.1.57264.1.1";
  private static final String OTHER_NAME = "1.3.6.1.4.1.57264.1.7";
  private static final String SAN = "2.5.29.17";
  private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";

  /**
   * Reads a signing certificate whose chain was verified before.
   *
   * @throws VerificationException if it is not a code-signing certificate with one identity and one
   *     issuer
   */
  static FulcioCertificate of(X509Certificate certificate) {
    try {
      requireCodeSigning(certificate);
      return new FulcioCertificate(identity(certificate), issuer(certificate));
    } catch (IOException | CertificateParsingException | RuntimeException e) {
      if (e instanceof VerificationException refused) {
        throw refused;
      }
      throw new VerificationException(Step.CERTIFICATE, "invalid certificate extension", e);
    }
  }

  /** Rejects a signer that the policy does not accept. */
  void requireMatch(StringMatcher expectedIdentity, StringMatcher expectedIssuer) {
    Step.IDENTITY.require(
        expectedIdentity.matches(identity),
        "the identity is " + SafeText.quote(identity) + ", expected " + expectedIdentity);
    Step.IDENTITY.require(
        expectedIssuer.matches(issuer),
        "the issuer is " + SafeText.quote(issuer) + ", expected " + expectedIssuer);
  }

  private static void requireCodeSigning(X509Certificate certificate)
      throws CertificateParsingException {
    boolean[] usage = certificate.getKeyUsage();
    List<String> extendedUsage = certificate.getExtendedKeyUsage();
    Step.CERTIFICATE.require(
        certificate.getBasicConstraints() < 0 && usage != null && usage[0] && !usage[5],
        "the certificate does not allow digital signatures");
    Step.CERTIFICATE.require(
        extendedUsage != null && extendedUsage.contains(CODE_SIGNING),
        "the certificate does not allow code signing");
  }

  private static String identity(X509Certificate certificate) throws IOException {
    ASN1Primitive value =
        extension(certificate, SAN).orElseThrow(() -> missing("subject alternative name"));
    List<String> names = new ArrayList<>();
    for (GeneralName name : GeneralNames.getInstance(value).getNames()) {
      switch (name.getTagNo()) {
        case GeneralName.rfc822Name, GeneralName.uniformResourceIdentifier ->
            names.add(name.getName().toString());
        case GeneralName.otherName ->
            names.add(parseOtherName(OtherName.getInstance(name.getName())));
        default -> throw missing("subject alternative name of a supported type");
      }
    }
    Step.IDENTITY.require(
        names.size() == 1,
        "the certificate has " + names.size() + " subject alternative names, expected 1");
    return names.get(0);
  }

  private static String parseOtherName(OtherName name) {
    Step.IDENTITY.require(
        name.getTypeID().getId().equals(OTHER_NAME),
        "the certificate has a subject alternative name of an unsupported type");
    return ASN1UTF8String.getInstance(
            name.getValue() instanceof ASN1TaggedObject tagged
                ? tagged.getExplicitBaseObject()
                : name.getValue())
        .getString();
  }

  private static String issuer(X509Certificate certificate) throws IOException {
    Optional<ASN1Primitive> value = extension(certificate, ISSUER_V2);
    byte[] raw = certificate.getExtensionValue(ISSUER_V1);
    Optional<String> issuerV1 =
        raw == null
            ? Optional.empty()
            : Optional.of(
                new String(ASN1OctetString.getInstance(raw).getOctets(), StandardCharsets.UTF_8));
    if (value.isEmpty()) {
      return issuerV1.orElseThrow(() -> missing("issuer"));
    }
    String issuer = ASN1UTF8String.getInstance(value.get()).getString();
    Step.IDENTITY.require(
        issuerV1.isEmpty() || issuerV1.get().equals(issuer),
        "the certificate has two different issuers");
    return issuer;
  }

  private static Optional<ASN1Primitive> extension(X509Certificate certificate, String oid)
      throws IOException {
    byte[] value = certificate.getExtensionValue(oid);
    return value == null
        ? Optional.empty()
        : Optional.of(BoundedDer.parse(ASN1OctetString.getInstance(value).getOctets()));
  }

  private static VerificationException missing(String what) {
    return new VerificationException(Step.IDENTITY, "the certificate has no " + what);
  }
}
