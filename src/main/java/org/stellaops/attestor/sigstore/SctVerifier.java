package org.stellaops.attestor.sigstore;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x509.Extension;
import org.stellaops.attestor.trust.BoundedDer;
import org.stellaops.attestor.trust.TrustedLog;

/**
 * Verifies the signed certificate timestamps (SCTs) in a certificate, RFC 6962 section 3.
 *
 * @param certificate the certificate with the SCTs
 * @param issuer its issuer
 * @param logs the trusted certificate transparency logs
 */
record SctVerifier(X509Certificate certificate, X509Certificate issuer, List<TrustedLog> logs) {
  private static final String SCT_LIST_OID = "1.3.6.1.4.1.11129.2.4.2";
  private static final int EXTENSIONS_TAG = 3;
  private static final int HASH_SHA256 = 4;
  private static final int SIGNATURE_RSA = 1;
  private static final int SIGNATURE_ECDSA = 3;

  /**
   * Requires at least one SCT of a trusted log, and that all SCTs of trusted logs are valid. SCTs
   * of other logs are ignored.
   */
  void verify() {
    byte[] list = certificate.getExtensionValue(SCT_LIST_OID);
    check(list != null, "the certificate has no SCT");
    int verified = 0;
    try {
      byte[] sctList =
          ASN1OctetString.getInstance(
                  BoundedDer.parse(ASN1OctetString.getInstance(list).getOctets()))
              .getOctets();
      ByteBuffer all = ByteBuffer.wrap(sctList);
      check(readUint16(all) == all.remaining(), "the SCT list has a wrong length");
      while (all.hasRemaining()) {
        verified += verifies(ByteBuffer.wrap(readBytes(all, readUint16(all)))) ? 1 : 0;
      }
    } catch (BufferUnderflowException | IOException | IllegalArgumentException e) {
      throw new VerificationException(Step.SCT, "the SCT list is malformed", e);
    }
    check(verified > 0, "the certificate has no SCT of a trusted log");
  }

  private boolean verifies(ByteBuffer sct) throws IOException {
    check(sct.get() == 0, "unsupported SCT version");
    byte[] logId = readBytes(sct, 32);
    long millis = sct.getLong();
    byte[] extensions = readBytes(sct, readUint16(sct));
    int hashAlgorithm = sct.get();
    int signatureAlgorithm = sct.get();
    byte[] signature = readBytes(sct, readUint16(sct));
    check(!sct.hasRemaining(), "an SCT has trailing data");
    Optional<TrustedLog> log = logs.stream().filter(each -> each.hasId(logId)).findFirst();
    if (log.isEmpty()) {
      return false;
    }
    Instant time = Instant.ofEpochMilli(millis);
    check(
        log.get().validity().includes(time),
        "the log " + log.get().baseUrl() + " is not valid at " + time);
    check(
        hashAlgorithm == HASH_SHA256
            && signatureAlgorithm
                == (log.get().key().getAlgorithm().equals("RSA") ? SIGNATURE_RSA : SIGNATURE_ECDSA),
        "the signature algorithm of an SCT does not match the log's key");
    check(
        verifies(log.get().key(), signatureAlgorithm, signedData(millis, extensions), signature),
        "the SCT of the log " + log.get().baseUrl() + " does not verify");
    return true;
  }

  private byte[] signedData(long millis, byte[] extensions) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    byte[] tbs = withoutSctList();
    out.writeShort(0);
    out.writeLong(millis);
    out.writeShort(1);
    out.write(HashAlgorithm.SHA256.digest(issuer.getPublicKey().getEncoded()));
    out.writeByte(tbs.length >> 16);
    out.writeShort(tbs.length);
    out.write(tbs);
    out.writeShort(extensions.length);
    out.write(extensions);
    return bytes.toByteArray();
  }

  /** The precertificate: without the signature and the SCT list. */
  private byte[] withoutSctList() throws IOException {
    try {
      ASN1EncodableVector fields = new ASN1EncodableVector();
      for (ASN1Encodable field : ASN1Sequence.getInstance(certificate.getTBSCertificate())) {
        fields.add(
            field instanceof ASN1TaggedObject tagged && tagged.getTagNo() == EXTENSIONS_TAG
                ? new DERTaggedObject(true, EXTENSIONS_TAG, withoutSctList(tagged))
                : field);
      }
      return new DERSequence(fields).getEncoded("DER");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot encode a parsed certificate", e);
    }
  }

  private static ASN1Encodable withoutSctList(ASN1TaggedObject tagged) {
    ASN1EncodableVector extensions = new ASN1EncodableVector();
    for (ASN1Encodable each : ASN1Sequence.getInstance(tagged, true)) {
      if (!Extension.getInstance(each).getExtnId().getId().equals(SCT_LIST_OID)) {
        extensions.add(each);
      }
    }
    return new DERSequence(extensions);
  }

  private static boolean verifies(
      PublicKey key, int signatureAlgorithm, byte[] message, byte[] signature) {
    try {
      Signature verifier =
          Signature.getInstance(
              signatureAlgorithm == SIGNATURE_RSA ? "SHA256withRSA" : "SHA256withECDSA");
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static int readUint16(ByteBuffer in) {
    return Short.toUnsignedInt(in.getShort());
  }

  private static byte[] readBytes(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private static void check(boolean condition, String reason) {
    Step.SCT.require(condition, reason);
  }
}
