package org.stellaops.attestor.sigstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.stellaops.attestor.sigstore.TestCertificates.END;
import static org.stellaops.attestor.sigstore.TestCertificates.START;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.sigstore.TestCertificates.Issued;
import org.stellaops.attestor.trust.TrustedAuthority;
import org.stellaops.attestor.trust.ValidityPeriod;

class CertificateChainTest {
  private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";
  private static final Instant NOW = Instant.parse("2025-06-01T00:00:00Z");
  private static final Issued ROOT = TestCertificates.selfSigned("root").authority(1).issue();
  private static final Issued MIDDLE =
      TestCertificates.issuedBy(ROOT, "middle")
          .authority(0)
          .extendedUsage(KeyPurposeId.id_kp_codeSigning)
          .issue();
  private static final Issued LEAF = leaf(MIDDLE, KeyPurposeId.id_kp_codeSigning);

  @Test
  void leafIsVerifiedOverTheIntermediateCertificates() {
    CertificateChain chain =
        CertificateChain.of(LEAF.certificate(), TestCertificates.authority(MIDDLE, ROOT));

    assertThat(chain.certificates()).containsExactly(LEAF.certificate(), MIDDLE.certificate());
    assertThat(chain.issuer()).isEqualTo(MIDDLE.certificate());
    assertAccepted(chain, NOW);
    assertAccepted(chain, START);
    assertAccepted(chain, END);
  }

  @Test
  void leafOfTheRootNeedsNoIntermediateCertificate() {
    Issued leaf = leaf(ROOT, KeyPurposeId.id_kp_codeSigning);
    CertificateChain chain =
        CertificateChain.of(leaf.certificate(), TestCertificates.authority(ROOT));

    assertThat(chain.issuer()).isEqualTo(ROOT.certificate());
    assertAccepted(chain, NOW);
    assertAccepted(CertificateChain.of(ROOT.certificate(), TestCertificates.authority(ROOT)), NOW);
  }

  @Test
  void leafInTheChainOfItsAuthorityIsFound() {
    CertificateChain chain =
        CertificateChain.of(LEAF.certificate(), TestCertificates.authority(LEAF, MIDDLE, ROOT));

    assertThat(chain.certificates()).containsExactly(LEAF.certificate(), MIDDLE.certificate());
    assertAccepted(chain, NOW);
  }

  @Test
  void otherTimesAreRefused() {
    CertificateChain chain =
        CertificateChain.of(LEAF.certificate(), TestCertificates.authority(MIDDLE, ROOT));

    assertRefused(chain, START.minusSeconds(1), "the authority https://ca.example is not valid at");
    assertRefused(chain, END.plusSeconds(1), "the authority https://ca.example is not valid at");
  }

  @Test
  void certificateOutsideItsPeriodIsRefused() {
    Issued early =
        TestCertificates.issuedBy(MIDDLE, "early", START, NOW.minusSeconds(1))
            .usage(KeyUsage.digitalSignature)
            .extendedUsage(KeyPurposeId.id_kp_codeSigning)
            .issue();

    assertRefused(
        CertificateChain.of(early.certificate(), TestCertificates.authority(MIDDLE, ROOT)),
        NOW,
        "the certificate was not valid at 2025-06-01T00:00:00Z");
    TrustedAuthority longer =
        new TrustedAuthority(
            "https://ca.example",
            List.of(MIDDLE.certificate(), ROOT.certificate()),
            new ValidityPeriod(START.minusSeconds(10), Optional.empty()));
    assertRefused(
        new CertificateChain(longer, List.of(ROOT.certificate())),
        START.minusSeconds(1),
        "the certificate was not valid at 2024-12-31T23:59:59Z");
    assertRefused(
        new CertificateChain(longer, List.of(ROOT.certificate())),
        END.plusSeconds(1),
        "the certificate was not valid at");
  }

  @Test
  void everyCertificateMustAllowTheUsage() {
    Issued other = leaf(MIDDLE, KeyPurposeId.id_kp_timeStamping);
    Issued any = leaf(MIDDLE, KeyPurposeId.anyExtendedKeyUsage);
    Issued none = TestCertificates.issuedBy(MIDDLE, "n").usage(KeyUsage.digitalSignature).issue();
    TrustedAuthority authority = TestCertificates.authority(MIDDLE, ROOT);

    assertRefused(CertificateChain.of(other.certificate(), authority), NOW, "not for this usage");
    assertAccepted(CertificateChain.of(any.certificate(), authority), NOW);
    assertAccepted(CertificateChain.of(none.certificate(), authority), NOW);
  }

  @Test
  void leafOfAnotherAuthorityIsRefused() {
    Issued forgedRoot = TestCertificates.selfSigned("root").authority(1).issue();
    Issued forgedMiddle = TestCertificates.issuedBy(forgedRoot, "middle").authority(0).issue();
    Issued forged = leaf(forgedMiddle, KeyPurposeId.id_kp_codeSigning);

    assertRefused(
        CertificateChain.of(forged.certificate(), TestCertificates.authority(MIDDLE, ROOT)),
        NOW,
        "the certificate was not issued by the authority https://ca.example");
  }

  @Test
  void rootLimitsTheLengthOfTheChain() {
    Issued shortRoot = TestCertificates.selfSigned("short").authority(0).issue();
    Issued middle = TestCertificates.issuedBy(shortRoot, "middle").authority(0).issue();
    Issued leaf = leaf(middle, KeyPurposeId.id_kp_codeSigning);

    assertRefused(
        CertificateChain.of(leaf.certificate(), TestCertificates.authority(middle, shortRoot)),
        NOW,
        "the root of the authority does not allow such a chain");
    assertAccepted(
        CertificateChain.of(
            leaf(shortRoot, KeyPurposeId.id_kp_codeSigning).certificate(),
            TestCertificates.authority(shortRoot)),
        NOW);
  }

  private static Issued leaf(Issued issuer, KeyPurposeId usage) {
    return TestCertificates.issuedBy(issuer, "leaf")
        .usage(KeyUsage.digitalSignature)
        .extendedUsage(usage)
        .issue();
  }

  private static void assertAccepted(CertificateChain chain, Instant time) {
    assertThatCode(() -> chain.requireValidAt(time, CODE_SIGNING, Step.CERTIFICATE))
        .doesNotThrowAnyException();
  }

  private static void assertRefused(CertificateChain chain, Instant time, String reason) {
    assertThatThrownBy(() -> chain.requireValidAt(time, CODE_SIGNING, Step.CERTIFICATE))
        .isInstanceOfSatisfying(
            VerificationException.class, e -> assertThat(e.step()).isEqualTo(Step.CERTIFICATE))
        .hasMessageContaining(reason);
  }
}
