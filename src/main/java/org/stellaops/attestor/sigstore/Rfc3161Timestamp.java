package org.stellaops.attestor.sigstore;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificate;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.tsp.TSTInfo;
import org.bouncycastle.asn1.tsp.TimeStampResp;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.trust.BoundedDer;
import org.stellaops.attestor.trust.TrustedAuthority;

/**
 * Verifies RFC 3161 timestamp responses. All unsigned parts must have their only valid value, so
 * that changing any byte makes the response invalid.
 *
 * @param data the signed data of the response
 * @param signer its only signer
 * @param info the signed content
 * @param encodedInfo its encoding
 */
record Rfc3161Timestamp(SignedData data, SignerInfo signer, TSTInfo info, byte[] encodedInfo) {
  private static final String TIME_STAMPING = "1.3.6.1.5.5.7.3.8";
  private static final int MAX_CERTIFICATES = 16;
  private static final String EXTENDED_KEY_USAGE = "2.5.29.37";

  /** The verified time of a response over this signature by one of these authorities. */
  static Instant verify(byte[] response, byte[] signature, List<TrustedAuthority> authorities) {
    try {
      Rfc3161Timestamp token = parse(response);
      token.requireMessageImprint(signature);
      Instant time = token.info.getGenTime().getDate().toInstant();
      token.requireSigner(authorities, time);
      return time;
    } catch (VerificationException e) {
      throw e;
    } catch (MalformedException e) {
      throw new VerificationException(Step.TIMESTAMP, "invalid timestamp: " + e.getMessage(), e);
    } catch (IOException | ParseException | GeneralSecurityException | RuntimeException e) {
      // the library reports malformed content with any kind of runtime exception
      throw new VerificationException(Step.TIMESTAMP, "the timestamp is not valid DER", e);
    }
  }

  private static Rfc3161Timestamp parse(byte[] response) throws IOException {
    ASN1Primitive decoded = BoundedDer.parse(response);
    check(
        Arrays.equals(decoded.getEncoded("DER"), response),
        "the timestamp is not in canonical DER");
    TimeStampResp resp = TimeStampResp.getInstance(decoded);
    check(
        BigInteger.ZERO.equals(resp.getStatus().getStatus())
            && resp.getStatus().getFailInfo() == null
            && resp.getStatus().getStatusString() == null
            && resp.getTimeStampToken() != null
            && CMSObjectIdentifiers.signedData.equals(resp.getTimeStampToken().getContentType()),
        "the timestamp response has a failure status");
    SignedData data = SignedData.getInstance(resp.getTimeStampToken().getContent());
    check(
        data.getVersion().hasValue(3)
            && data.getCRLs() == null
            && data.getSignerInfos().size() == 1
            && data.getDigestAlgorithms().size() == 1
            && PKCSObjectIdentifiers.id_ct_TSTInfo.equals(
                data.getEncapContentInfo().getContentType()),
        "the timestamp does not conform to RFC 3161");
    SignerInfo signer = SignerInfo.getInstance(data.getSignerInfos().getObjectAt(0));
    check(
        signer.getVersion().hasValue(1) && signer.getUnauthenticatedAttributes() == null,
        "the timestamp has unsigned attributes");
    // the library accepts tags of the wrong class or number; encoding again reveals them
    check(
        hasSameEncoding(resp, decoded)
            && hasSameEncoding(data, resp.getTimeStampToken().getContent())
            && hasSameEncoding(signer, data.getSignerInfos().getObjectAt(0)),
        "the timestamp is not in canonical DER");
    byte[] encodedInfo =
        ASN1OctetString.getInstance(data.getEncapContentInfo().getContent()).getOctets();
    BoundedDer.check(encodedInfo);
    return new Rfc3161Timestamp(data, signer, TSTInfo.getInstance(encodedInfo), encodedInfo);
  }

  private static boolean hasSameEncoding(ASN1Encodable parsed, ASN1Encodable raw)
      throws IOException {
    return Arrays.equals(
        parsed.toASN1Primitive().getEncoded("DER"), raw.toASN1Primitive().getEncoded("DER"));
  }

  private void requireMessageImprint(byte[] signature) {
    HashAlgorithm hash = hashAlgorithm(info.getMessageImprint().getHashAlgorithm());
    check(
        Arrays.equals(info.getMessageImprint().getHashedMessage(), hash.digest(signature)),
        "the timestamp is for a different signature");
  }

  private void requireSigner(List<TrustedAuthority> authorities, Instant time)
      throws IOException, GeneralSecurityException {
    List<X509Certificate> embedded = embeddedCertificates();
    VerificationException lastFailure =
        new VerificationException(Step.TIMESTAMP, "the timestamp is not from a trusted authority");
    for (TrustedAuthority authority : authorities) {
      Optional<X509Certificate> certificate = findCertificate(authority, embedded);
      if (certificate.isPresent()) {
        try {
          requireSignedBy(certificate.get(), authority, embedded, time);
          return;
        } catch (VerificationException e) {
          lastFailure = e;
        }
      }
    }
    throw lastFailure;
  }

  private void requireSignedBy(
      X509Certificate certificate,
      TrustedAuthority authority,
      List<X509Certificate> embedded,
      Instant time)
      throws IOException, GeneralSecurityException {
    check(
        embedded.stream()
            .allMatch(each -> each.equals(certificate) || authority.chain().contains(each)),
        "the timestamp has a certificate that is not of its authority");
    requireTimestampingUsage(certificate);
    CertificateChain.of(certificate, authority).requireValidAt(time, TIME_STAMPING, Step.TIMESTAMP);
    requireAttributes(certificate);
    HashAlgorithm hash = hashAlgorithm(signer.getDigestAlgorithm());
    check(
        signer.getDigestAlgorithm().equals(data.getDigestAlgorithms().getObjectAt(0)),
        "the timestamp names two hash algorithms");
    Signature verifier = Signature.getInstance(signatureAlgorithm(hash));
    verifier.initVerify(certificate.getPublicKey());
    verifier.update(signer.getAuthenticatedAttributes().getEncoded("DER"));
    check(
        verifier.verify(signer.getEncryptedDigest().getOctets()),
        "the signature of the timestamp authority does not verify");
  }

  private void requireAttributes(X509Certificate certificate) throws GeneralSecurityException {
    AttributeTable attributes = new AttributeTable(signer.getAuthenticatedAttributes());
    check(
        PKCSObjectIdentifiers.id_ct_TSTInfo.equals(
            singleValue(attributes, CMSAttributes.contentType)),
        "the signed content type is not that of a timestamp");
    byte[] digest =
        ASN1OctetString.getInstance(singleValue(attributes, CMSAttributes.messageDigest))
            .getOctets();
    check(
        Arrays.equals(digest, hashAlgorithm(signer.getDigestAlgorithm()).digest(encodedInfo)),
        "the signed digest does not match the content of the timestamp");
    check(
        refersTo(attributes, certificate.getEncoded()),
        "the timestamp refers to a different certificate from its signer's");
  }

  /** Whether the signing certificate attribute has the hash of this certificate. */
  private static boolean refersTo(AttributeTable attributes, byte[] certificate)
      throws NoSuchAlgorithmException {
    if (attributes.get(PKCSObjectIdentifiers.id_aa_signingCertificateV2) == null) {
      ASN1Encodable value = singleValue(attributes, PKCSObjectIdentifiers.id_aa_signingCertificate);
      return Arrays.equals(
          SigningCertificate.getInstance(value).getCerts()[0].getCertHash(),
          MessageDigest.getInstance("SHA-1").digest(certificate));
    }
    ASN1Encodable value = singleValue(attributes, PKCSObjectIdentifiers.id_aa_signingCertificateV2);
    ESSCertIDv2 id = SigningCertificateV2.getInstance(value).getCerts()[0];
    return Arrays.equals(
        id.getCertHash(), hashAlgorithm(id.getHashAlgorithm()).digest(certificate));
  }

  private static ASN1Encodable singleValue(AttributeTable attributes, ASN1ObjectIdentifier type) {
    check(
        attributes.getAll(type).size() == 1 && attributes.get(type).getAttrValues().size() == 1,
        "a signed attribute of the timestamp is missing or duplicated");
    return attributes.get(type).getAttrValues().getObjectAt(0);
  }

  private static void requireTimestampingUsage(X509Certificate certificate)
      throws CertificateParsingException {
    List<String> usages = certificate.getExtendedKeyUsage();
    check(
        usages != null
            && usages.equals(List.of(TIME_STAMPING))
            && certificate.getCriticalExtensionOIDs().contains(EXTENDED_KEY_USAGE),
        "the certificate of the timestamp is not for timestamping only");
  }

  private Optional<X509Certificate> findCertificate(
      TrustedAuthority authority, List<X509Certificate> embedded) throws IOException {
    IssuerAndSerialNumber signerId = IssuerAndSerialNumber.getInstance(signer.getSID().getId());
    List<X509Certificate> candidates = new ArrayList<>(authority.chain());
    candidates.addAll(embedded);
    for (X509Certificate each : candidates) {
      X500Name issuer = X500Name.getInstance(each.getIssuerX500Principal().getEncoded());
      if (each.getSerialNumber().equals(signerId.getSerialNumber().getValue())
          && Arrays.equals(issuer.getEncoded("DER"), signerId.getName().getEncoded("DER"))) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  private List<X509Certificate> embeddedCertificates() throws IOException {
    List<X509Certificate> all = new ArrayList<>();
    if (data.getCertificates() != null) {
      check(
          data.getCertificates().size() <= MAX_CERTIFICATES,
          "the timestamp has more than " + MAX_CERTIFICATES + " certificates");
      for (ASN1Encodable each : data.getCertificates()) {
        all.add(TrustedAuthority.certificate(ASN1Sequence.getInstance(each).getEncoded("DER")));
      }
    }
    return all;
  }

  /** The signature algorithm of the signer, which must match its hash algorithm. */
  private String signatureAlgorithm(HashAlgorithm hash) {
    AlgorithmIdentifier identifier = signer.getDigestEncryptionAlgorithm();
    requireNoParameters(identifier);
    int bits = Integer.parseInt(hash.inTotoName().substring(3));
    int hashIndex = hash.ordinal();
    String oid = identifier.getAlgorithm().getId();
    if (oid.equals("1.2.840.10045.4.3." + (hashIndex + 2))) {
      return "SHA" + bits + "withECDSA";
    }
    check(
        oid.equals("1.2.840.113549.1.1.1") || oid.equals("1.2.840.113549.1.1." + (hashIndex + 11)),
        "unsupported signature algorithm of the timestamp");
    return "SHA" + bits + "withRSA";
  }

  private static HashAlgorithm hashAlgorithm(AlgorithmIdentifier identifier) {
    requireNoParameters(identifier);
    return HashAlgorithm.ofOid(identifier.getAlgorithm().getId())
        .orElseThrow(() ->
            new VerificationException(
                Step.TIMESTAMP, "unsupported hash algorithm of the timestamp"));
  }

  private static void requireNoParameters(AlgorithmIdentifier identifier) {
    check(
        identifier.getParameters() == null || DERNull.INSTANCE.equals(identifier.getParameters()),
        "the timestamp has unexpected algorithm parameters");
  }

  private static void check(boolean condition, String reason) {
    Step.TIMESTAMP.require(condition, reason);
  }
}
