package org.stellaops.attestor.sigstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cmp.PKIFreeText;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.cmp.PKIStatusInfo;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.tsp.TimeStampResp;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.sigstore.TestCertificates.Issued;
import org.stellaops.attestor.trust.TrustedAuthority;

/** Timestamps of an authority of our own, so that any part can be wrong. */
class Rfc3161TimestampTest {
  private static final Instant TIME = Instant.parse("2025-06-01T00:00:00Z");
  private static final byte[] SIGNATURE = "a signature".getBytes(UTF_8);
  private static final ASN1ObjectIdentifier SHA256 = NISTObjectIdentifiers.id_sha256;
  private static final ASN1ObjectIdentifier SHA1 = OIWObjectIdentifiers.idSHA1;
  private static final Issued ROOT = TestCertificates.selfSigned("tsa root").authority(1).issue();
  private static final Issued TSA = tsa(TestCertificates.newKeyPair(), true);
  private static final TrustedAuthority AUTHORITY = TestCertificates.authority(TSA, ROOT);

  @Test
  void timeOfTrustedAuthorityIsVerified() throws Exception {
    assertThat(verify(bytes(token(TSA, SHA256)))).isEqualTo(TIME);
    assertThat(verify(bytes(token(TSA, SHA1)))).isEqualTo(TIME);
    assertThat(verify(bytes(token(TSA, SHA256, TSA.certificate(), ROOT.certificate()))))
        .isEqualTo(TIME);
    assertThat(
            Rfc3161Timestamp.verify(
                bytes(token(TSA, SHA256, TSA.certificate())),
                SIGNATURE,
                List.of(TestCertificates.authority(ROOT))))
        .isEqualTo(TIME);
    assertThat(
            Rfc3161Timestamp.verify(
                bytes(token(TSA, SHA256)),
                SIGNATURE,
                List.of(TestCertificates.authority(ROOT), AUTHORITY)))
        .isEqualTo(TIME);
  }

  @Test
  void rsaAuthorityIsVerified() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    Issued rsa = tsa(generator.generateKeyPair(), true);

    for (String algorithm : new String[] {"SHA256withRSA", "SHA384withRSA", "SHA512withRSA"}) {
      byte[] response = bytes(token(rsa, algorithm, TIME, SHA256));
      List<TrustedAuthority> trusted = List.of(TestCertificates.authority(rsa, ROOT));
      assertThat(Rfc3161Timestamp.verify(response, SIGNATURE, trusted)).isEqualTo(TIME);
    }
  }

  @Test
  void timestampOfAnotherSignatureIsRefused() throws Exception {
    byte[] response = bytes(token(TSA, SHA256));

    assertThatThrownBy(() -> Rfc3161Timestamp.verify(response, new byte[] {1}, List.of(AUTHORITY)))
        .hasMessageContaining("the timestamp is for a different signature");
  }

  @Test
  void unknownAuthorityIsRefused() throws Exception {
    byte[] response = bytes(token(TSA, SHA256));

    assertThatThrownBy(() -> Rfc3161Timestamp.verify(response, SIGNATURE, List.of()))
        .hasMessageContaining("not from a trusted authority");
    assertThatThrownBy(() ->
            Rfc3161Timestamp.verify(response, SIGNATURE, List.of(TestCertificates.authority(ROOT))))
        .hasMessageContaining("not from a trusted authority");
  }

  @Test
  void timeOutsideThePeriodOfTheAuthorityIsRefused() throws Exception {
    Instant late = TestCertificates.END.plusSeconds(1);
    assertRefused(
        "is not valid at 2026-01-01T00:00:01Z", bytes(token(TSA, "SHA256withECDSA", late, SHA256)));
  }

  @Test
  void foreignCertificateInTheTimestampIsRefused() throws Exception {
    Issued foreign = TestCertificates.selfSigned("foreign").authority(1).issue();

    assertRefused(
        "the timestamp has a certificate that is not of its authority",
        bytes(token(TSA, SHA256, TSA.certificate(), foreign.certificate())));
  }

  @Test
  void certificateForMoreThanTimestampingIsRefused() throws Exception {
    // the generator of the library checks this as well, so the certificate is exchanged afterwards
    for (Issued other :
        List.of(
            tsa(TSA.keyPair(), false),
            TestCertificates.issuedBy(ROOT, "tsa", TSA.keyPair())
                .usage(KeyUsage.digitalSignature)
                .extension(
                    Extension.extendedKeyUsage.getId(),
                    true,
                    new ExtendedKeyUsage(
                        new KeyPurposeId[] {
                          KeyPurposeId.id_kp_timeStamping, KeyPurposeId.id_kp_codeSigning
                        }))
                .issue(),
            TestCertificates.issuedBy(ROOT, "tsa", TSA.keyPair()).issue())) {
      byte[] response = bytes(token(TSA, SHA256));
      assertThatThrownBy(() ->
              Rfc3161Timestamp.verify(
                  response, SIGNATURE, List.of(TestCertificates.authority(other, ROOT))))
          .hasMessageContaining("not for timestamping only");
    }
  }

  @Test
  void otherCertificateOfTheSameSignerIsRefused() throws Exception {
    Issued renewed = tsa(TSA.keyPair(), true, KeyUsage.digitalSignature | KeyUsage.nonRepudiation);
    List<TrustedAuthority> trusted = List.of(TestCertificates.authority(renewed, ROOT));
    for (ASN1ObjectIdentifier hash : List.of(SHA256, SHA1)) {
      byte[] response = bytes(token(TSA, hash));
      assertThatThrownBy(() -> Rfc3161Timestamp.verify(response, SIGNATURE, trusted))
          .hasMessageContaining("refers to a different certificate from its signer's");
    }
  }

  @Test
  void changedSignatureIsRefused() throws Exception {
    SignerInfo good = signer(token(TSA, SHA256));
    byte[] signature = good.getEncryptedDigest().getOctets();
    signature[signature.length - 1] ^= 1;

    assertRefused(
        "the signature of the timestamp authority does not verify",
        withSigner(
            new SignerInfo(
                good.getSID(),
                good.getDigestAlgorithm(),
                good.getAuthenticatedAttributes(),
                good.getDigestEncryptionAlgorithm(),
                new DEROctetString(signature),
                null)));
  }

  @Test
  void otherAlgorithmsInTheSignerInfoAreRefused() throws Exception {
    SignerInfo good = signer(token(TSA, SHA256));
    AlgorithmIdentifier sha512 = new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha512);

    assertRefused("", withSigner(signer(good, sha512, good.getDigestEncryptionAlgorithm())));
    assertRefused(
        "unsupported hash algorithm of the timestamp",
        withSigner(
            signer(good, new AlgorithmIdentifier(SHA1), good.getDigestEncryptionAlgorithm())));
    assertRefused(
        "unsupported signature algorithm of the timestamp",
        withSigner(
            signer(
                good,
                good.getDigestAlgorithm(),
                new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.840.10045.4.3.4")))));
    assertRefused(
        "the timestamp has unexpected algorithm parameters",
        withSigner(
            signer(
                good,
                good.getDigestAlgorithm(),
                new AlgorithmIdentifier(
                    good.getDigestEncryptionAlgorithm().getAlgorithm(), new DERSet()))));
  }

  @Test
  void unsignedAttributeIsRefused() throws Exception {
    SignerInfo good = signer(token(TSA, SHA256));
    Attribute attribute =
        new Attribute(
            new ASN1ObjectIdentifier("1.2.3"), new DERSet(new DEROctetString(new byte[1])));

    assertRefused(
        "the timestamp has unsigned attributes",
        withSigner(
            new SignerInfo(
                good.getSID(),
                good.getDigestAlgorithm(),
                good.getAuthenticatedAttributes(),
                good.getDigestEncryptionAlgorithm(),
                good.getEncryptedDigest(),
                new DERSet(attribute))));
  }

  @Test
  void responseWithoutSuccessIsRefused() throws Exception {
    String reason = "the timestamp response has a failure status";
    ContentInfo token = token(TSA, SHA256);

    assertRefused(reason, response(new PKIStatusInfo(PKIStatus.rejection), token));
    assertRefused(reason, response(new PKIStatusInfo(PKIStatus.grantedWithMods), token));
    assertRefused(
        reason, response(new PKIStatusInfo(PKIStatus.granted, new PKIFreeText("done")), token));
    assertRefused(reason, response(new PKIStatusInfo(PKIStatus.granted), null));
  }

  @Test
  void responseWithoutContentIsRefused() throws Exception {
    String reason = "the timestamp is not valid DER";
    SignedData data = SignedData.getInstance(token(TSA, SHA256).getContent());
    ContentInfo noData = new ContentInfo(PKCSObjectIdentifiers.signedData, null);
    ContentInfo noInfo =
        new ContentInfo(
            PKCSObjectIdentifiers.signedData,
            new SignedData(
                data.getDigestAlgorithms(),
                new ContentInfo(PKCSObjectIdentifiers.id_ct_TSTInfo, null),
                data.getCertificates(),
                null,
                data.getSignerInfos()));
    SignerInfo good = SignerInfo.getInstance(data.getSignerInfos().getObjectAt(0));

    assertRefused(reason, new byte[0]);
    assertRefused(reason, bytes(noData));
    assertRefused("", bytes(noInfo));
    assertRefused(
        reason,
        withSigner(
            new SignerInfo(
                good.getSID(),
                good.getDigestAlgorithm(),
                (ASN1Set) null,
                good.getDigestEncryptionAlgorithm(),
                good.getEncryptedDigest(),
                null)));
  }

  @Test
  void everyOtherEncodingIsRefused() throws Exception {
    byte[] good = bytes(token(TSA, SHA256));

    assertRefused("", Arrays.copyOf(good, good.length + 1));
    assertRefused("", Arrays.copyOf(good, good.length - 1));
    assertRefused("", new byte[] {5, 0});
  }

  private static Issued tsa(KeyPair keyPair, boolean critical) {
    return tsa(keyPair, critical, KeyUsage.digitalSignature);
  }

  private static Issued tsa(KeyPair keyPair, boolean critical, int usage) {
    return TestCertificates.issuedBy(ROOT, "tsa", keyPair)
        .usage(usage)
        .extension(
            Extension.extendedKeyUsage.getId(),
            critical,
            new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping))
        .issue();
  }

  private static ContentInfo token(
      Issued tsa, ASN1ObjectIdentifier certificateHash, X509Certificate... embedded)
      throws Exception {
    return token(tsa, "SHA256withECDSA", TIME, certificateHash, embedded);
  }

  private static ContentInfo token(
      Issued tsa,
      String algorithm,
      Instant time,
      ASN1ObjectIdentifier certificateHash,
      X509Certificate... embedded)
      throws Exception {
    TimeStampTokenGenerator generator =
        new TimeStampTokenGenerator(
            new JcaSimpleSignerInfoGeneratorBuilder()
                .build(algorithm, tsa.keyPair().getPrivate(), tsa.certificate()),
            new JcaDigestCalculatorProviderBuilder()
                .build()
                .get(new AlgorithmIdentifier(certificateHash)),
            new ASN1ObjectIdentifier("1.2.3"));
    generator.addCertificates(new JcaCertStore(List.of(embedded)));
    TimeStampRequestGenerator request = new TimeStampRequestGenerator();
    request.setCertReq(embedded.length > 0);
    return generator
        .generate(
            request.generate(SHA256, HashAlgorithm.SHA256.digest(SIGNATURE)),
            BigInteger.ONE,
            Date.from(time))
        .toCMSSignedData()
        .toASN1Structure();
  }

  private static SignerInfo signer(ContentInfo token) {
    return SignerInfo.getInstance(
        SignedData.getInstance(token.getContent()).getSignerInfos().getObjectAt(0));
  }

  private static SignerInfo signer(
      SignerInfo good, AlgorithmIdentifier digest, AlgorithmIdentifier signature) {
    return new SignerInfo(
        good.getSID(),
        digest,
        good.getAuthenticatedAttributes(),
        signature,
        good.getEncryptedDigest(),
        null);
  }

  private static byte[] withSigner(SignerInfo signer) throws Exception {
    ContentInfo token = token(TSA, SHA256);
    SignedData data = SignedData.getInstance(token.getContent());
    return bytes(
        new ContentInfo(
            token.getContentType(),
            new SignedData(
                data.getDigestAlgorithms(),
                data.getEncapContentInfo(),
                data.getCertificates(),
                null,
                new DERSet(signer))));
  }

  private static byte[] bytes(ContentInfo token) throws Exception {
    return response(new PKIStatusInfo(PKIStatus.granted), token);
  }

  private static byte[] response(PKIStatusInfo status, ContentInfo token) throws Exception {
    return new TimeStampResp(status, token).getEncoded("DER");
  }

  private static Instant verify(byte[] response) {
    return Rfc3161Timestamp.verify(response, SIGNATURE, List.of(AUTHORITY));
  }

  private static void assertRefused(String reason, byte[] response) {
    assertThatThrownBy(() -> verify(response))
        .isInstanceOfSatisfying(
            VerificationException.class, e -> assertThat(e.step()).isEqualTo(Step.TIMESTAMP))
        .hasMessageContaining(reason);
  }
}
