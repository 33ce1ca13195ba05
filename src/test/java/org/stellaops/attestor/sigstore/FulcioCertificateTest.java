package org.stellaops.attestor.sigstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.OtherName;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.sigstore.TestCertificates.Request;

class FulcioCertificateTest {
  private static final String ISSUER_V1 = "1.3.6.1.4.1.57264.1.1";
  private static final String OTHER_NAME = "1.3.6.1.4.1.57264.1.7";
  private static final String ISSUER_V2 = "1.3.6.1.4.1.57264.1.8";
  private static final String ISSUER = "https://issuer.example";
  private static final GeneralName EMAIL = new GeneralName(GeneralName.rfc822Name, "a@b.example");

  @Test
  void identityIsTheSubjectAlternativeName() {
    assertThat(of(signing(EMAIL).extension(ISSUER_V2, false, new DERUTF8String(ISSUER))))
        .isEqualTo(new FulcioCertificate("a@b.example", ISSUER));
    GeneralName uri =
        new GeneralName(GeneralName.uniformResourceIdentifier, "https://ci.example/w");
    assertThat(of(signing(uri).extension(ISSUER_V2, false, new DERUTF8String(ISSUER))).identity())
        .isEqualTo("https://ci.example/w");
    assertThat(
            of(signing(other(OTHER_NAME)).extension(ISSUER_V2, false, new DERUTF8String(ISSUER)))
                .identity())
        .isEqualTo("user!example");
  }

  @Test
  void issuerOfTheFirstFormIsNotEncoded() {
    assertThat(of(signing(EMAIL).raw(ISSUER_V1, ISSUER.getBytes(StandardCharsets.UTF_8))).issuer())
        .isEqualTo(ISSUER);
    assertThat(
            of(signing(EMAIL)
                    .raw(ISSUER_V1, ISSUER.getBytes(StandardCharsets.UTF_8))
                    .extension(ISSUER_V2, false, new DERUTF8String(ISSUER)))
                .issuer())
        .isEqualTo(ISSUER);
  }

  @Test
  void extensionsThatExhaustTheStackAreRefused() {
    byte[] deep = HostileBundles.nested(0x30, 5_000);
    assertRefused(
        Step.CERTIFICATE, "invalid certificate extension", signing(EMAIL).raw(ISSUER_V2, deep));
    ASN1Encodable value = new DERUTF8String("user");
    for (int i = 0; i < 100; i++) {
      value = new DERSequence(value);
    }
    OtherName name = new OtherName(new ASN1ObjectIdentifier(OTHER_NAME), value);
    assertRefused(
        Step.CERTIFICATE,
        "invalid certificate extension",
        signing(new GeneralName(GeneralName.otherName, name)));
  }

  @Test
  void twoDifferentIssuersAreRefused() {
    assertRefused(
        Step.IDENTITY,
        "two different issuers",
        signing(EMAIL)
            .raw(ISSUER_V1, "https://other.example".getBytes(StandardCharsets.UTF_8))
            .extension(ISSUER_V2, false, new DERUTF8String(ISSUER)));
  }

  @Test
  void missingIdentityOrIssuerIsRefused() {
    assertRefused(Step.IDENTITY, "the certificate has no issuer", signing(EMAIL));
    assertRefused(
        Step.IDENTITY,
        "the certificate has no subject alternative name",
        request(KeyUsage.digitalSignature)
            .extendedUsage(KeyPurposeId.id_kp_codeSigning)
            .extension(ISSUER_V2, false, new DERUTF8String(ISSUER)));
  }

  @Test
  void severalOrUnsupportedIdentitiesAreRefused() {
    assertRefused(Step.IDENTITY, "2 subject alternative names", signing(EMAIL, EMAIL));
    assertRefused(
        Step.IDENTITY,
        "no subject alternative name of a supported type",
        signing(new GeneralName(GeneralName.dNSName, "ci.example")));
    assertRefused(Step.IDENTITY, "of an unsupported type", signing(other("1.2.3.4")));
  }

  @Test
  void certificateThatIsNotForCodeSigningIsRefused() {
    assertRefused(
        Step.CERTIFICATE,
        "does not allow code signing",
        request(KeyUsage.digitalSignature).extendedUsage(KeyPurposeId.id_kp_timeStamping));
    assertRefused(
        Step.CERTIFICATE, "does not allow code signing", request(KeyUsage.digitalSignature));
  }

  @Test
  void certificateThatMaySignOthersIsRefused() {
    String reason = "does not allow digital signatures";
    assertRefused(Step.CERTIFICATE, reason, request(KeyUsage.keyEncipherment));
    assertRefused(
        Step.CERTIFICATE, reason, request(KeyUsage.digitalSignature | KeyUsage.keyCertSign));
    assertRefused(Step.CERTIFICATE, reason, TestCertificates.selfSigned("leaf"));
    for (int pathLength : new int[] {0, 1}) {
      assertRefused(
          Step.CERTIFICATE,
          reason,
          request(KeyUsage.digitalSignature)
              .extension(
                  Extension.basicConstraints.getId(), true, new BasicConstraints(pathLength)));
    }
  }

  @Test
  void extensionThatIsNoTextIsRefused() {
    assertRefused(
        Step.CERTIFICATE,
        "invalid certificate extension",
        signing(EMAIL).raw(ISSUER_V2, new byte[] {1, 2, 3}));
  }

  private static GeneralName other(String type) {
    return new GeneralName(
        GeneralName.otherName,
        new OtherName(new ASN1ObjectIdentifier(type), new DERUTF8String("user!example")));
  }

  private static Request signing(GeneralName... names) {
    return request(KeyUsage.digitalSignature)
        .extendedUsage(KeyPurposeId.id_kp_codeSigning)
        .extension(Extension.subjectAlternativeName.getId(), true, new GeneralNames(names));
  }

  private static Request request(int usage) {
    return TestCertificates.selfSigned("leaf").usage(usage);
  }

  private static FulcioCertificate of(Request request) {
    return FulcioCertificate.of(request.issue().certificate());
  }

  private static void assertRefused(Step step, String reason, Request request) {
    assertThatThrownBy(() -> of(request))
        .isInstanceOfSatisfying(
            VerificationException.class, e -> assertThat(e.step()).isEqualTo(step))
        .hasMessageContaining(reason);
  }
}
