package org.stellaops.attestor.sigstore;

import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.json.StrictJson;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.trust.TrustedAuthority;

/**
 * A Sigstore bundle, version 0.1 to 0.3. Parsing is strict: unknown fields are rejected, and fields
 * that the version does not allow.
 *
 * @param mediaType media type of the bundle
 * @param certificate the signing certificate; null if the bundle is signed with a public key
 * @param additionalCertificates further certificates, which bundles before 0.3 may have
 * @param entries transparency log entries, at least one
 * @param timestamps RFC 3161 responses in DER
 * @param content what was signed, and the signature
 */
record SigstoreBundle(
    String mediaType,
    @Nullable X509Certificate certificate,
    List<X509Certificate> additionalCertificates,
    List<TransparencyLogEntry> entries,
    List<byte[]> timestamps,
    SignatureContent content) {
  /** The maximum size of a bundle, 16 MiB. */
  static final int MAX_BYTES = 16 * 1024 * 1024;

  private static final int MAX_ELEMENTS = 32;
  private static final String MEDIA_TYPE_PREFIX = "application/vnd.dev.sigstore.bundle";
  private static final List<String> MEDIA_TYPES =
      List.of(
          MEDIA_TYPE_PREFIX + "+json;version=0.1",
          MEDIA_TYPE_PREFIX + "+json;version=0.2",
          MEDIA_TYPE_PREFIX + "+json;version=0.3",
          MEDIA_TYPE_PREFIX + ".v0.3+json");

  /**
   * Parses a bundle.
   *
   * @throws VerificationException if it is not valid for its version
   */
  static SigstoreBundle parse(byte[] bytes) {
    try {
      Step.BUNDLE.require(bytes.length <= MAX_BYTES, "the bundle is larger than 16 MiB");
      return parse(StrictJson.parse(bytes));
    } catch (MalformedException e) {
      throw new VerificationException(Step.BUNDLE, e.getMessage(), e);
    }
  }

  private static SigstoreBundle parse(StrictJson json) {
    json.requireOnly("mediaType", "verificationMaterial", "messageSignature", "dsseEnvelope");
    String mediaType = json.text("mediaType");
    int version = MEDIA_TYPES.indexOf(mediaType) + 1;
    require(version > 0, "unsupported mediaType; supported are versions 0.1 to 0.3");
    StrictJson material = json.child("verificationMaterial");
    material.requireOnly(
        "certificate",
        "publicKey",
        "x509CertificateChain",
        "tlogEntries",
        "timestampVerificationData");
    require(
        countPresent(material, "certificate", "publicKey", "x509CertificateChain") == 1,
        "verificationMaterial must have exactly one of certificate, publicKey,"
            + " x509CertificateChain");
    require(
        version < 3 || !material.has("x509CertificateChain"),
        "x509CertificateChain is not allowed in version 0.3");
    List<X509Certificate> chain = certificateChain(material);
    List<TransparencyLogEntry> entries =
        material.children("tlogEntries", MAX_ELEMENTS).stream()
            .map(TransparencyLogEntry::parse)
            .toList();
    requireEntries(entries, version);
    return new SigstoreBundle(
        mediaType,
        chain.isEmpty() ? null : chain.get(0),
        chain.isEmpty() ? List.of() : chain.subList(1, chain.size()),
        entries,
        timestamps(material),
        SignatureContent.parse(json));
  }

  private static void requireEntries(List<TransparencyLogEntry> entries, int version) {
    require(!entries.isEmpty(), "tlogEntries must not be empty");
    Set<Object> seen = new HashSet<>();
    for (TransparencyLogEntry entry : entries) {
      require(seen.add(entry.uniqueKey()), "tlogEntries has a duplicate entry");
      require(
          version > 1 || entry.inclusionPromise().isPresent(),
          "each entry must have an inclusionPromise in version 0.1");
      require(
          version == 1
              || entry
                  .inclusionProof()
                  .map(TransparencyLogEntry.Proof::hasCheckpoint)
                  .orElse(false),
          "each entry must have an inclusionProof with a checkpoint in this version");
    }
  }

  private static List<X509Certificate> certificateChain(StrictJson material) {
    if (material.has("publicKey")) {
      StrictJson key = material.child("publicKey");
      key.requireOnly("hint");
      key.textOrEmpty("hint");
      return List.of();
    }
    if (material.has("certificate")) {
      return List.of(certificate(material.child("certificate")));
    }
    StrictJson chain = material.child("x509CertificateChain");
    chain.requireOnly("certificates");
    List<X509Certificate> certificates =
        chain.children("certificates", MAX_ELEMENTS).stream()
            .map(SigstoreBundle::certificate)
            .toList();
    require(!certificates.isEmpty(), "x509CertificateChain must not be empty");
    return certificates;
  }

  private static X509Certificate certificate(StrictJson json) {
    json.requireOnly("rawBytes");
    return TrustedAuthority.certificate(json.bytes("rawBytes"));
  }

  private static List<byte[]> timestamps(StrictJson material) {
    Optional<StrictJson> data = material.optionalChild("timestampVerificationData");
    if (data.isEmpty()) {
      return List.of();
    }
    data.get().requireOnly("rfc3161Timestamps");
    Set<String> seen = new HashSet<>();
    return data.get().children("rfc3161Timestamps", MAX_ELEMENTS).stream()
        .map(each -> {
          each.requireOnly("signedTimestamp");
          require(
              seen.add(each.text("signedTimestamp")),
              "rfc3161Timestamps has a duplicate timestamp");
          return each.bytes("signedTimestamp");
        })
        .toList();
  }

  static int countPresent(StrictJson json, String... names) {
    return (int) Stream.of(names).filter(json::has).count();
  }

  static void require(boolean condition, String reason) {
    Step.BUNDLE.require(condition, reason);
  }
}
