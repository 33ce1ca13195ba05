package org.stellaops.attestor.attestation;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
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
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.ess.ESSCertID;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificate;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.tsp.TSTInfo;
import org.bouncycastle.asn1.tsp.TimeStampResp;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.stellaops.attestor.trust.TrustedAuthority;

/**
 * An RFC 3161 response. Everything in it that its signature does not cover must be what it has to
 * be, so that no byte of it can be another one.
 */
final class TimestampToken {
  private static final String TIME_STAMPING = "1.3.6.1.5.5.7.3.8";
  private static final String EXTENDED_KEY_USAGE = "2.5.29.37";

  private final SignedData data;
  private final SignerInfo signer;
  private final TSTInfo info;
  private final byte[] content;

  private TimestampToken(SignedData data, SignerInfo signer, TSTInfo info, byte[] content) {
    this.data = data;
    this.signer = signer;
    this.info = info;
    this.content = content;
  }

  /** The moment that this response proves for the signature, by one of these authorities. */
  static Instant require(byte[] response, byte[] signature, List<TrustedAuthority> authorities) {
    try {
      TimestampToken token = parse(response);
      token.requireImprint(signature);
      Instant time = token.info.getGenTime().getDate().toInstant();
      token.requireSigner(authorities, time);
      return time;
    } catch (IOException
        | ParseException
        | GeneralSecurityException
        | IllegalArgumentException
        | IllegalStateException
        | ClassCastException
        | ArithmeticException e) {
      throw new RefusedException(Step.TIMESTAMP, "the timestamp is damaged", e);
    }
  }

  private static TimestampToken parse(byte[] response) throws IOException {
    ASN1Primitive whole = ASN1Primitive.fromByteArray(response);
    refuseUnless(
        Arrays.equals(whole.getEncoded("DER"), response), "the timestamp has not its one encoding");
    TimeStampResp resp = TimeStampResp.getInstance(whole);
    refuseUnless(
        BigInteger.ZERO.equals(resp.getStatus().getStatus())
            && resp.getStatus().getFailInfo() == null
            && resp.getStatus().getStatusString() == null
            && resp.getTimeStampToken() != null
            && CMSObjectIdentifiers.signedData.equals(resp.getTimeStampToken().getContentType()),
        "the timestamp authority has refused the request");
    SignedData data = SignedData.getInstance(resp.getTimeStampToken().getContent());
    refuseUnless(
        data.getVersion().hasValue(3)
            && data.getCRLs() == null
            && data.getSignerInfos().size() == 1
            && data.getDigestAlgorithms().size() == 1
            && PKCSObjectIdentifiers.id_ct_TSTInfo.equals(
                data.getEncapContentInfo().getContentType()),
        "the timestamp has not the form of RFC 3161");
    SignerInfo signer = SignerInfo.getInstance(data.getSignerInfos().getObjectAt(0));
    refuseUnless(
        signer.getVersion().hasValue(1) && signer.getUnauthenticatedAttributes() == null,
        "the timestamp has parts that nobody has signed");
    // the library takes tags of the wrong class or number for the right ones; writing again does
    // not
    refuseUnless(
        isAsItCame(resp, whole)
            && isAsItCame(data, resp.getTimeStampToken().getContent())
            && isAsItCame(signer, data.getSignerInfos().getObjectAt(0)),
        "the timestamp has not its one encoding");
    byte[] content =
        ASN1OctetString.getInstance(data.getEncapContentInfo().getContent()).getOctets();
    return new TimestampToken(data, signer, TSTInfo.getInstance(content), content);
  }

  private static boolean isAsItCame(ASN1Encodable read, ASN1Encodable raw) throws IOException {
    return Arrays.equals(
        read.toASN1Primitive().getEncoded("DER"), raw.toASN1Primitive().getEncoded("DER"));
  }

  private void requireImprint(byte[] signature) {
    HashAlgorithm hash = hash(info.getMessageImprint().getHashAlgorithm());
    refuseUnless(
        Arrays.equals(info.getMessageImprint().getHashedMessage(), hash.of(signature)),
        "the timestamp is of another signature");
  }

  private void requireSigner(List<TrustedAuthority> authorities, Instant time)
      throws IOException, GeneralSecurityException {
    List<X509Certificate> embedded = embedded();
    RefusedException refusal =
        new RefusedException(Step.TIMESTAMP, "the timestamp is by no trusted authority");
    for (TrustedAuthority authority : authorities) {
      Optional<X509Certificate> certificate = certificate(authority, embedded);
      if (certificate.isPresent()) {
        try {
          requireSignedBy(certificate.get(), authority, embedded, time);
          return;
        } catch (RefusedException e) {
          refusal = e;
        }
      }
    }
    throw refusal;
  }

  private void requireSignedBy(
      X509Certificate certificate,
      TrustedAuthority authority,
      List<X509Certificate> embedded,
      Instant time)
      throws IOException, GeneralSecurityException {
    refuseUnless(
        embedded.stream()
            .allMatch(each -> each.equals(certificate) || authority.chain().contains(each)),
        "the timestamp carries a certificate of somebody else");
    requireForTimes(certificate);
    CertificatePath.of(certificate, authority).require(time, TIME_STAMPING, Step.TIMESTAMP);
    requireAttributes(certificate);
    HashAlgorithm hash = hash(signer.getDigestAlgorithm());
    refuseUnless(
        signer.getDigestAlgorithm().equals(data.getDigestAlgorithms().getObjectAt(0)),
        "the timestamp names two hashes");
    Signature verifier = Signature.getInstance(algorithm(hash));
    verifier.initVerify(certificate.getPublicKey());
    verifier.update(signer.getAuthenticatedAttributes().getEncoded("DER"));
    refuseUnless(
        verifier.verify(signer.getEncryptedDigest().getOctets()),
        "the signature of the timestamp authority does not verify");
  }

  private void requireAttributes(X509Certificate certificate)
      throws IOException, CertificateEncodingException {
    AttributeTable attributes = new AttributeTable(signer.getAuthenticatedAttributes());
    refuseUnless(
        PKCSObjectIdentifiers.id_ct_TSTInfo.equals(value(attributes, CMSAttributes.contentType)),
        "the timestamp signs something else");
    byte[] digest =
        ASN1OctetString.getInstance(value(attributes, CMSAttributes.messageDigest)).getOctets();
    refuseUnless(
        Arrays.equals(digest, hash(signer.getDigestAlgorithm()).of(content)),
        "the timestamp signs another time");
    refuseUnless(
        Arrays.equals(certificateHash(attributes, certificate), namedHash(attributes)),
        "the timestamp names another certificate than its signer's");
  }

  private static byte[] namedHash(AttributeTable attributes) {
    Attribute second = attributes.get(PKCSObjectIdentifiers.id_aa_signingCertificateV2);
    return second != null ? v2(attributes).getCertHash() : v1(attributes).getCertHash();
  }

  private static byte[] certificateHash(AttributeTable attributes, X509Certificate certificate)
      throws CertificateEncodingException, IOException {
    byte[] der = certificate.getEncoded();
    if (attributes.get(PKCSObjectIdentifiers.id_aa_signingCertificateV2) != null) {
      return hash(v2(attributes).getHashAlgorithm()).of(der);
    }
    try {
      return java.security.MessageDigest.getInstance("SHA-1").digest(der);
    } catch (GeneralSecurityException e) {
      throw new IOException("no SHA-1", e);
    }
  }

  private static ESSCertIDv2 v2(AttributeTable attributes) {
    return SigningCertificateV2.getInstance(
            value(attributes, PKCSObjectIdentifiers.id_aa_signingCertificateV2))
        .getCerts()[0];
  }

  private static ESSCertID v1(AttributeTable attributes) {
    return SigningCertificate.getInstance(
            value(attributes, PKCSObjectIdentifiers.id_aa_signingCertificate))
        .getCerts()[0];
  }

  private static ASN1Encodable value(AttributeTable attributes, ASN1ObjectIdentifier type) {
    refuseUnless(
        attributes.getAll(type).size() == 1 && attributes.get(type).getAttrValues().size() == 1,
        "the timestamp lacks an attribute, or has it twice");
    return attributes.get(type).getAttrValues().getObjectAt(0);
  }

  private static void requireForTimes(X509Certificate certificate)
      throws CertificateParsingException {
    List<String> usages = certificate.getExtendedKeyUsage();
    refuseUnless(
        usages != null
            && usages.equals(List.of(TIME_STAMPING))
            && certificate.getCriticalExtensionOIDs().contains(EXTENDED_KEY_USAGE),
        "the certificate under the timestamp is not one for timestamps only");
  }

  private Optional<X509Certificate> certificate(
      TrustedAuthority authority, List<X509Certificate> embedded) throws IOException {
    IssuerAndSerialNumber name = IssuerAndSerialNumber.getInstance(signer.getSID().getId());
    List<X509Certificate> known = new ArrayList<>(authority.chain());
    known.addAll(embedded);
    for (X509Certificate each : known) {
      X500Name issuer = X500Name.getInstance(each.getIssuerX500Principal().getEncoded());
      if (each.getSerialNumber().equals(name.getSerialNumber().getValue())
          && Arrays.equals(issuer.getEncoded("DER"), name.getName().getEncoded("DER"))) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  private List<X509Certificate> embedded() throws IOException {
    List<X509Certificate> all = new ArrayList<>();
    if (data.getCertificates() != null) {
      for (ASN1Encodable each : data.getCertificates()) {
        all.add(TrustedAuthority.certificate(ASN1Sequence.getInstance(each).getEncoded("DER")));
      }
    }
    return all;
  }

  /** The scheme that the signer names, which must fit the hash that it names beside it. */
  private String algorithm(HashAlgorithm hash) {
    AlgorithmIdentifier named = signer.getDigestEncryptionAlgorithm();
    requireNoParameters(named);
    int bits = Integer.parseInt(hash.word().substring(3));
    int row = hash.ordinal();
    String oid = named.getAlgorithm().getId();
    if (oid.equals("1.2.840.10045.4.3." + (row + 2))) {
      return "SHA" + bits + "withECDSA";
    }
    refuseUnless(
        oid.equals("1.2.840.113549.1.1.1") || oid.equals("1.2.840.113549.1.1." + (row + 11)),
        "the timestamp is signed in a way that is not known");
    return "SHA" + bits + "withRSA";
  }

  private static HashAlgorithm hash(AlgorithmIdentifier named) {
    requireNoParameters(named);
    return HashAlgorithm.ofOid(named.getAlgorithm().getId())
        .orElseThrow(() ->
            new RefusedException(Step.TIMESTAMP, "the timestamp has a hash that is not known"));
  }

  private static void requireNoParameters(AlgorithmIdentifier named) {
    refuseUnless(
        named.getParameters() == null || DERNull.INSTANCE.equals(named.getParameters()),
        "the timestamp has parameters where there are none");
  }

  private static void refuseUnless(boolean condition, String reason) {
    RefusedException.unless(condition, Step.TIMESTAMP, reason);
  }
}
