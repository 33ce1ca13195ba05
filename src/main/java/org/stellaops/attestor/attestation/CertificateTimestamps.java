package org.stellaops.attestor.attestation;

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
import org.stellaops.attestor.trust.TrustedLog;

/** Signed certificate timestamps inside a certificate, RFC 6962 section 3. */
final class CertificateTimestamps {
  private static final String LIST = "1.3.6.1.4.1.11129.2.4.2";
  private static final int EXTENSIONS_TAG = 3;
  private static final int SHA256 = 4;
  private static final int RSA = 1;
  private static final int ECDSA = 3;

  private final X509Certificate certificate;
  private final X509Certificate issuer;
  private final List<TrustedLog> logs;

  CertificateTimestamps(
      X509Certificate certificate, X509Certificate issuer, List<TrustedLog> logs) {
    this.certificate = certificate;
    this.issuer = issuer;
    this.logs = logs;
  }

  /**
   * Refuses a certificate without a timestamp of a trusted log, and one with a timestamp of such a
   * log that is not good. Timestamps of other logs do not count.
   */
  void require() {
    byte[] list = certificate.getExtensionValue(LIST);
    refuseUnless(list != null, "the certificate has no timestamp of a log of certificates");
    int good = 0;
    try {
      byte[] inner =
          ASN1OctetString.getInstance(ASN1OctetString.getInstance(list).getOctets()).getOctets();
      ByteBuffer all = ByteBuffer.wrap(inner);
      refuseUnless(u16(all) == all.remaining(), "the list of timestamps has another length");
      while (all.hasRemaining()) {
        good += verifies(ByteBuffer.wrap(take(all, u16(all)))) ? 1 : 0;
      }
    } catch (BufferUnderflowException | IOException | IllegalArgumentException e) {
      throw new RefusedException(Step.SCT, "the timestamps in the certificate are damaged", e);
    }
    refuseUnless(good > 0, "no trusted log of certificates has seen the certificate");
  }

  private boolean verifies(ByteBuffer sct) throws IOException {
    refuseUnless(sct.get() == 0, "a timestamp of another version than 1");
    byte[] logId = take(sct, 32);
    long millis = sct.getLong();
    byte[] extensions = take(sct, u16(sct));
    int hash = sct.get();
    int kind = sct.get();
    byte[] signature = take(sct, u16(sct));
    refuseUnless(!sct.hasRemaining(), "a timestamp with something after it");
    Optional<TrustedLog> log = logs.stream().filter(each -> each.isCalled(logId)).findFirst();
    if (log.isEmpty()) {
      return false;
    }
    Instant time = Instant.ofEpochMilli(millis);
    refuseUnless(
        log.get().validity().includes(time),
        "the log " + log.get().baseUrl() + " is not to be trusted at " + time);
    refuseUnless(
        hash == SHA256 && kind == (log.get().key().getAlgorithm().equals("RSA") ? RSA : ECDSA),
        "a timestamp that is signed in another way than its log signs");
    refuseUnless(
        verifies(log.get().key(), kind, signed(millis, extensions), signature),
        "the signature of the log " + log.get().baseUrl() + " does not verify");
    return true;
  }

  private byte[] signed(long millis, byte[] extensions) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    byte[] tbs = withoutList();
    out.writeShort(0);
    out.writeLong(millis);
    out.writeShort(1);
    out.write(HashAlgorithm.SHA256.of(issuer.getPublicKey().getEncoded()));
    out.writeByte(tbs.length >> 16);
    out.writeShort(tbs.length);
    out.write(tbs);
    out.writeShort(extensions.length);
    out.write(extensions);
    return bytes.toByteArray();
  }

  /** The certificate as the log saw it: unsigned, and without the list. */
  private byte[] withoutList() throws IOException {
    try {
      ASN1EncodableVector fields = new ASN1EncodableVector();
      for (ASN1Encodable field : ASN1Sequence.getInstance(certificate.getTBSCertificate())) {
        fields.add(
            field instanceof ASN1TaggedObject tagged && tagged.getTagNo() == EXTENSIONS_TAG
                ? new DERTaggedObject(true, EXTENSIONS_TAG, withoutList(tagged))
                : field);
      }
      return new DERSequence(fields).getEncoded("DER");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate that was read and cannot be written", e);
    }
  }

  private static ASN1Encodable withoutList(ASN1TaggedObject tagged) {
    ASN1EncodableVector extensions = new ASN1EncodableVector();
    for (ASN1Encodable each : ASN1Sequence.getInstance(tagged, true)) {
      if (!Extension.getInstance(each).getExtnId().getId().equals(LIST)) {
        extensions.add(each);
      }
    }
    return new DERSequence(extensions);
  }

  private static boolean verifies(PublicKey key, int kind, byte[] message, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance(kind == RSA ? "SHA256withRSA" : "SHA256withECDSA");
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static int u16(ByteBuffer in) {
    return Short.toUnsignedInt(in.getShort());
  }

  private static byte[] take(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private static void refuseUnless(boolean condition, String reason) {
    RefusedException.unless(condition, Step.SCT, reason);
  }
}
