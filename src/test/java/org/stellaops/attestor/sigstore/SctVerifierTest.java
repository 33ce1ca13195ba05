package org.stellaops.attestor.sigstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.sigstore.TestCertificates.Issued;
import org.stellaops.attestor.sigstore.TestCertificates.Request;
import org.stellaops.attestor.trust.TrustedLog;
import org.stellaops.attestor.trust.ValidityPeriod;

/** The logs here sign precertificates as RFC 6962 section 3.2 says. */
class SctVerifierTest {
  private static final String SCT_LIST = "1.3.6.1.4.1.11129.2.4.2";
  private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("2026-01-01T00:00:00Z");
  private static final long TIME = Instant.parse("2025-06-01T00:00:00Z").toEpochMilli();
  private static final Issued CA = TestCertificates.selfSigned("ca").authority(1).issue();

  private static KeyPair ecdsa;
  private static KeyPair rsa;
  private static TrustedLog ecdsaLog;
  private static TrustedLog rsaLog;

  @BeforeAll
  static void makeLogs() throws GeneralSecurityException {
    ecdsa = TestCertificates.newKeyPair();
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    rsa = generator.generateKeyPair();
    ecdsaLog = log(ecdsa);
    rsaLog = log(rsa);
  }

  @Test
  void sctOfTrustedLogIsVerified() {
    assertAccepted(list(sct(ecdsa, TIME)), ecdsaLog);
    assertAccepted(list(sct(rsa, TIME)), rsaLog);
    assertAccepted(list(sct(ecdsa, TIME), sct(rsa, TIME)), ecdsaLog, rsaLog);
  }

  @Test
  void sctOfUnknownLogIsIgnored() {
    assertAccepted(list(sct(ecdsa, TIME), sct(rsa, TIME)), ecdsaLog);
    assertRefused("the certificate has no SCT of a trusted log", list(sct(rsa, TIME)), ecdsaLog);
    assertRefused("the certificate has no SCT of a trusted log", list(), ecdsaLog);
  }

  @Test
  void certificateWithoutSctIsRefused() {
    X509Certificate certificate = request().issue().certificate();

    assertThatThrownBy(
            () -> new SctVerifier(certificate, CA.certificate(), List.of(ecdsaLog)).verify())
        .hasMessageContaining("the certificate has no SCT");
  }

  @Test
  void invalidSctIsRefusedDespiteAValidOne() {
    assertRefused(
        "does not verify", list(sct(ecdsa, TIME), changed(sct(rsa, TIME), -1)), ecdsaLog, rsaLog);
  }

  @Test
  void everyChangedByteOfTheSctIsRefused() {
    UnaryOperator<byte[]> good = sct(ecdsa, TIME);
    int length = good.apply(new byte[0]).length;
    for (int i = 0; i < length - 60; i++) {
      assertRefused("", list(changed(good, i)), ecdsaLog);
    }
  }

  @Test
  void reasonNamesTheField() {
    UnaryOperator<byte[]> good = sct(ecdsa, TIME);

    assertRefused("unsupported SCT version", list(changed(good, 0)), ecdsaLog);
    assertRefused("signature algorithm of an SCT", list(changed(good, 46)), ecdsaLog);
    assertRefused("signature algorithm of an SCT", list(changed(good, 47)), ecdsaLog);
    assertRefused("signature algorithm of an SCT", list(withByte(sct(rsa, TIME), 47, 3)), rsaLog);
    assertRefused("an SCT has trailing data", list(longer(good, 1)), ecdsaLog);
  }

  @Test
  void sctOutsideThePeriodOfTheLogIsRefused() {
    assertAccepted(list(sct(ecdsa, START.toEpochMilli())), ecdsaLog);
    assertAccepted(list(sct(ecdsa, END.toEpochMilli())), ecdsaLog);
    assertRefused("is not valid at", list(sct(ecdsa, START.toEpochMilli() - 1)), ecdsaLog);
    assertRefused("is not valid at", list(sct(ecdsa, END.toEpochMilli() + 1)), ecdsaLog);
  }

  @Test
  void listOfAnotherLengthIsRefused() {
    UnaryOperator<byte[]> good = list(sct(ecdsa, TIME));

    assertRefused("the SCT list has a wrong length", longer(good, 1), ecdsaLog);
    assertRefused("the SCT list has a wrong length", longer(good, -1), ecdsaLog);
    assertRefused("the SCT list is malformed", tbs -> new byte[] {0}, ecdsaLog);
    assertRefused("the SCT list is malformed", tbs -> new byte[] {0, 2, 0, 9}, ecdsaLog);
  }

  @Test
  void issuerIsPartOfTheSignedData() {
    Issued other = TestCertificates.selfSigned("ca").authority(1).issue();
    X509Certificate certificate = certificate(list(sct(ecdsa, TIME)));

    assertThatThrownBy(
            () -> new SctVerifier(certificate, other.certificate(), List.of(ecdsaLog)).verify())
        .hasMessageContaining("does not verify");
  }

  @Test
  void largeCertificateIsVerified() {
    X509Certificate certificate = certificate(list(sct(ecdsa, TIME)), new byte[70_000]);

    assertThatCode(() -> new SctVerifier(certificate, CA.certificate(), List.of(ecdsaLog)).verify())
        .doesNotThrowAnyException();
  }

  private static TrustedLog log(KeyPair pair) {
    return new TrustedLog(
        "https://ct.example",
        pair.getPublic(),
        new ValidityPeriod(START, Optional.of(END)),
        List.of(HexFormat.of().formatHex(logId(pair))),
        "");
  }

  private static byte[] logId(KeyPair pair) {
    return HashAlgorithm.SHA256.digest(pair.getPublic().getEncoded());
  }

  /** An SCT for a precertificate, with an extension of three bytes. */
  private static UnaryOperator<byte[]> sct(KeyPair pair, long millis) {
    byte[] extensions = {7, 8, 9};
    return tbs -> {
      byte[] signed =
          ByteBuffer.allocate(49 + tbs.length)
              .putShort((short) 0)
              .putLong(millis)
              .putShort((short) 1)
              .put(HashAlgorithm.SHA256.digest(CA.certificate().getPublicKey().getEncoded()))
              .put((byte) (tbs.length >> 16))
              .putShort((short) tbs.length)
              .put(tbs)
              .putShort((short) extensions.length)
              .array();
      byte[] signature = sign(pair, signed, extensions);
      return ByteBuffer.allocate(50 + signature.length)
          .put((byte) 0)
          .put(logId(pair))
          .putLong(millis)
          .putShort((short) extensions.length)
          .put(extensions)
          .put((byte) 4)
          .put((byte) (pair == rsa ? 1 : 3))
          .putShort((short) signature.length)
          .put(signature)
          .array();
    };
  }

  private static byte[] sign(KeyPair pair, byte[]... message) {
    try {
      Signature signer = Signature.getInstance(pair == rsa ? "SHA256withRSA" : "SHA256withECDSA");
      signer.initSign(pair.getPrivate());
      for (byte[] each : message) {
        signer.update(each);
      }
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Changes the byte at this index, or counted from the end. */
  private static UnaryOperator<byte[]> changed(UnaryOperator<byte[]> sct, int index) {
    return tbs -> {
      byte[] bytes = sct.apply(tbs);
      bytes[index < 0 ? bytes.length + index : index] ^= 1;
      return bytes;
    };
  }

  private static UnaryOperator<byte[]> longer(UnaryOperator<byte[]> bytes, int more) {
    return tbs -> {
      byte[] good = bytes.apply(tbs);
      return Arrays.copyOf(good, good.length + more);
    };
  }

  private static UnaryOperator<byte[]> withByte(UnaryOperator<byte[]> sct, int index, int value) {
    return tbs -> {
      byte[] bytes = sct.apply(tbs);
      bytes[index] = (byte) value;
      return bytes;
    };
  }

  @SafeVarargs
  private static UnaryOperator<byte[]> list(UnaryOperator<byte[]>... scts) {
    return tbs -> {
      ByteBuffer all = ByteBuffer.allocate(4_096).putShort((short) 0);
      for (UnaryOperator<byte[]> each : scts) {
        byte[] sct = each.apply(tbs);
        all.putShort((short) sct.length).put(sct);
      }
      all.putShort(0, (short) (all.position() - 2));
      return Arrays.copyOf(all.array(), all.position());
    };
  }

  private static Request request() {
    return TestCertificates.issuedBy(CA, "leaf").usage(KeyUsage.digitalSignature);
  }

  private static X509Certificate certificate(UnaryOperator<byte[]> list) {
    return certificate(list, new byte[1]);
  }

  private static X509Certificate certificate(UnaryOperator<byte[]> list, byte[] comment) {
    try {
      Request request = request().raw("1.2.3.4", comment);
      byte[] precertificate = request.issue().certificate().getTBSCertificate();
      return request
          .extension(SCT_LIST, false, new DEROctetString(list.apply(precertificate)))
          .issue()
          .certificate();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertAccepted(UnaryOperator<byte[]> list, TrustedLog... logs) {
    X509Certificate certificate = certificate(list);
    assertThatCode(() -> new SctVerifier(certificate, CA.certificate(), List.of(logs)).verify())
        .doesNotThrowAnyException();
  }

  private static void assertRefused(String reason, UnaryOperator<byte[]> list, TrustedLog... logs) {
    X509Certificate certificate = certificate(list);
    assertThatThrownBy(() -> new SctVerifier(certificate, CA.certificate(), List.of(logs)).verify())
        .isInstanceOfSatisfying(
            VerificationException.class, e -> assertThat(e.step()).isEqualTo(Step.SCT))
        .hasMessageContaining(reason);
  }
}
