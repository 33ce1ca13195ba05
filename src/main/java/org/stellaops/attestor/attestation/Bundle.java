package org.stellaops.attestor.attestation;

import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.trust.StrictJson;
import org.stellaops.attestor.trust.TrustedAuthority;

/**
 * A Sigstore bundle, read strictly: exactly what its version allows, and nothing that is unknown.
 *
 * @param mediaType as it came
 * @param certificate the signer's; none if a key has signed
 * @param issuers further certificates that bundles before 0.3 may carry
 * @param entries in logs, at least one
 * @param timestamps RFC 3161 responses in DER
 * @param content what was signed, and the signature
 */
record Bundle(
    String mediaType,
    @Nullable X509Certificate certificate,
    List<X509Certificate> issuers,
    List<TlogEntry> entries,
    List<byte[]> timestamps,
    Content content) {
  /** The largest bundle that is read, 16 MiB. */
  static final int MAX_BYTES = 16 * 1024 * 1024;

  private static final int MAX_PARTS = 32;
  private static final String TYPE = "application/vnd.dev.sigstore.bundle";
  private static final List<String> MEDIA_TYPES =
      List.of(
          TYPE + "+json;version=0.1",
          TYPE + "+json;version=0.2",
          TYPE + "+json;version=0.3",
          TYPE + ".v0.3+json");

  /**
   * Reads a bundle.
   *
   * @throws RefusedException if it breaks a rule of its version
   */
  static Bundle parse(byte[] bytes) {
    try {
      RefusedException.unless(
          bytes.length <= MAX_BYTES, Step.BUNDLE, "a bundle of more than 16 MiB");
      return parse(StrictJson.parse(bytes));
    } catch (MalformedException e) {
      throw new RefusedException(Step.BUNDLE, e.getMessage(), e);
    }
  }

  private static Bundle parse(StrictJson json) {
    json.only("mediaType", "verificationMaterial", "messageSignature", "dsseEnvelope");
    String mediaType = json.text("mediaType");
    int version = MEDIA_TYPES.indexOf(mediaType) + 1;
    require(version > 0, "its mediaType is none of the versions 0.1 to 0.3");
    StrictJson material = json.child("verificationMaterial");
    material.only(
        "certificate",
        "publicKey",
        "x509CertificateChain",
        "tlogEntries",
        "timestampVerificationData");
    require(
        count(material, "certificate", "publicKey", "x509CertificateChain") == 1,
        "verificationMaterial has exactly one of certificate, publicKey, x509CertificateChain");
    require(
        version < 3 || !material.has("x509CertificateChain"),
        "a bundle of version 0.3 has one certificate and no chain");
    List<X509Certificate> chain = chain(material);
    List<TlogEntry> entries =
        material.children("tlogEntries").stream().map(TlogEntry::parse).toList();
    requireEntries(entries, version);
    return new Bundle(
        mediaType,
        chain.isEmpty() ? null : chain.get(0),
        chain.isEmpty() ? List.of() : chain.subList(1, chain.size()),
        entries,
        timestamps(material),
        Content.parse(json));
  }

  private static void requireEntries(List<TlogEntry> entries, int version) {
    require(!entries.isEmpty(), "there is no entry of a log in it");
    require(entries.size() <= MAX_PARTS, "there are more than " + MAX_PARTS + " entries in it");
    Set<Object> seen = new HashSet<>();
    for (TlogEntry entry : entries) {
      require(seen.add(entry.place()), "an entry of a log is there twice");
      require(
          version > 1 || entry.promise().isPresent(),
          "a bundle of version 0.1 has an inclusionPromise for each entry");
      require(
          version == 1 || entry.proof().map(TlogEntry.Proof::hasCheckpoint).orElse(false),
          "a bundle of this version has an inclusionProof with a checkpoint for each entry");
    }
  }

  private static List<X509Certificate> chain(StrictJson material) {
    if (material.has("publicKey")) {
      StrictJson key = material.child("publicKey");
      key.only("hint");
      key.textOrEmpty("hint");
      return List.of();
    }
    if (material.has("certificate")) {
      return List.of(certificate(material.child("certificate")));
    }
    StrictJson chain = material.child("x509CertificateChain");
    chain.only("certificates");
    List<X509Certificate> certificates =
        chain.children("certificates").stream().map(Bundle::certificate).toList();
    require(
        !certificates.isEmpty() && certificates.size() <= MAX_PARTS,
        "a certificate chain has at least one certificate, and not very many");
    return certificates;
  }

  private static X509Certificate certificate(StrictJson json) {
    json.only("rawBytes");
    return TrustedAuthority.certificate(json.bytes("rawBytes"));
  }

  private static List<byte[]> timestamps(StrictJson material) {
    Optional<StrictJson> data = material.maybe("timestampVerificationData");
    if (data.isEmpty()) {
      return List.of();
    }
    data.get().only("rfc3161Timestamps");
    Set<String> seen = new HashSet<>();
    List<StrictJson> all = data.get().children("rfc3161Timestamps");
    require(all.size() <= MAX_PARTS, "there are more than " + MAX_PARTS + " timestamps in it");
    return all.stream()
        .map(each -> {
          each.only("signedTimestamp");
          require(seen.add(each.text("signedTimestamp")), "a timestamp is there twice");
          return each.bytes("signedTimestamp");
        })
        .toList();
  }

  static int count(StrictJson json, String... names) {
    int count = 0;
    for (String name : names) {
      count += json.has(name) ? 1 : 0;
    }
    return count;
  }

  static void require(boolean condition, String rule) {
    RefusedException.unless(condition, Step.BUNDLE, rule);
  }
}
