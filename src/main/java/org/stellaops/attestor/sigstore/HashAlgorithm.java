package org.stellaops.attestor.sigstore;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The supported hash algorithms. */
enum HashAlgorithm {
  SHA256("SHA-256", "SHA2_256", "2.16.840.1.101.3.4.2.1"),
  SHA384("SHA-384", "SHA2_384", "2.16.840.1.101.3.4.2.2"),
  SHA512("SHA-512", "SHA2_512", "2.16.840.1.101.3.4.2.3");

  private final String javaName;
  private final String sigstoreName;
  private final String oid;

  HashAlgorithm(String javaName, String sigstoreName, String oid) {
    this.javaName = javaName;
    this.sigstoreName = sigstoreName;
    this.oid = oid;
  }

  /** The algorithm by its name in in-toto and Rekor v1, as {@code sha256}. */
  static Optional<HashAlgorithm> ofInTotoName(String name) {
    return Arrays.stream(values()).filter(each -> each.inTotoName().equals(name)).findFirst();
  }

  /** The algorithm by its name in bundles and Rekor v2, as {@code SHA2_256}. */
  static Optional<HashAlgorithm> ofSigstoreName(String name) {
    return Arrays.stream(values()).filter(each -> each.sigstoreName.equals(name)).findFirst();
  }

  static Optional<HashAlgorithm> ofOid(String oid) {
    return Arrays.stream(values()).filter(each -> each.oid.equals(oid)).findFirst();
  }

  /** The name in in-toto and Rekor v1, as {@code sha256}. */
  String inTotoName() {
    return javaName.replace("-", "").toLowerCase(Locale.ROOT);
  }

  String oid() {
    return oid;
  }

  /** The length of a digest in bytes. */
  int digestLength() {
    return newMessageDigest().getDigestLength();
  }

  byte[] digest(byte[] message) {
    return newMessageDigest().digest(message);
  }

  MessageDigest newMessageDigest() {
    try {
      return MessageDigest.getInstance(javaName);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + javaName, e);
    }
  }
}
