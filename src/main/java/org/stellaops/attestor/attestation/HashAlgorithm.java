package org.stellaops.attestor.attestation;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The hash functions that artifacts are signed with. */
enum HashAlgorithm {
  SHA256("SHA-256", "SHA2_256", "2.16.840.1.101.3.4.2.1"),
  SHA384("SHA-384", "SHA2_384", "2.16.840.1.101.3.4.2.2"),
  SHA512("SHA-512", "SHA2_512", "2.16.840.1.101.3.4.2.3");

  private final String java;
  private final String sigstore;
  private final String oid;

  HashAlgorithm(String java, String sigstore, String oid) {
    this.java = java;
    this.sigstore = sigstore;
    this.oid = oid;
  }

  /** By the name that in-toto and Rekor v1 use, as {@code sha256}. */
  static Optional<HashAlgorithm> named(String name) {
    return Arrays.stream(values()).filter(each -> each.word().equals(name)).findFirst();
  }

  /** By the name that bundles and Rekor v2 use, as {@code SHA2_256}. */
  static Optional<HashAlgorithm> ofSigstore(String name) {
    return Arrays.stream(values()).filter(each -> each.sigstore.equals(name)).findFirst();
  }

  static Optional<HashAlgorithm> ofOid(String oid) {
    return Arrays.stream(values()).filter(each -> each.oid.equals(oid)).findFirst();
  }

  /** As {@code sha256}. */
  String word() {
    return java.replace("-", "").toLowerCase(Locale.ROOT);
  }

  String oid() {
    return oid;
  }

  /** Length of its digests. */
  int bytes() {
    return newDigest().getDigestLength();
  }

  byte[] of(byte[] message) {
    return newDigest().digest(message);
  }

  MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance(java);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + java, e);
    }
  }
}
