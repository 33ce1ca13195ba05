package org.stellaops.attestor.sigstore;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.json.StrictJson;
import org.stellaops.attestor.note.MalformedNoteException;
import org.stellaops.attestor.note.StrictBase64;
import org.stellaops.attestor.tlog.MalformedException;

/**
 * The fields that all supported kinds of entries have: hashedrekord 0.0.1 and 0.0.2, dsse 0.0.1 and
 * 0.0.2, and intoto 0.0.2.
 *
 * @param isPayloadDigest whether the digest is that of an envelope's payload; if not, it is that of
 *     the signed bytes
 * @param hash algorithm of the digest
 * @param digest digest of the payload or of the signed bytes
 * @param signature the signature
 * @param verifier the certificate or public key in DER
 * @param hasCertificate whether the verifier is a certificate
 * @param keyDetails the signature scheme as Sigstore's {@code PublicKeyDetails}; empty if the entry
 *     does not have it
 * @param payloadType the payload type of the envelope; empty if the entry does not have it
 */
record CanonicalizedBody(
    boolean isPayloadDigest,
    HashAlgorithm hash,
    byte[] digest,
    byte[] signature,
    byte[] verifier,
    boolean hasCertificate,
    String keyDetails,
    String payloadType) {
  /**
   * Parses the body of an entry.
   *
   * @throws VerificationException if its kind is not supported, or is not the one in the bundle
   */
  static CanonicalizedBody parse(TransparencyLogEntry entry) {
    try {
      StrictJson json = StrictJson.parse(entry.canonicalizedBody());
      String kind = json.text("kind");
      String version = json.text("apiVersion");
      require(
          kind.equals(entry.kind()) && version.equals(entry.version()),
          "the kind of the entry does not match the bundle");
      StrictJson spec = json.child("spec");
      return switch (kind + " " + version) {
        case "hashedrekord 0.0.1" -> hashedRekordV1(spec);
        case "hashedrekord 0.0.2" -> hashedRekordV2(spec.child("hashedRekordV002"));
        case "dsse 0.0.1" -> dsseV1(spec);
        case "dsse 0.0.2" -> dsseV2(spec.child("dsseV002"));
        case "intoto 0.0.2" -> intoto(spec.child("content"));
        default -> throw new VerificationException(Step.ENTRY, "unsupported entry kind");
      };
    } catch (MalformedException e) {
      throw new VerificationException(Step.ENTRY, "invalid entry: " + e.getMessage(), e);
    }
  }

  /**
   * Whether this is a Rekor v2 entry, which has neither an inclusion promise nor a trusted time.
   */
  static boolean isRekorV2(TransparencyLogEntry entry) {
    return entry.version().equals("0.0.2") && !entry.kind().equals("intoto");
  }

  private static CanonicalizedBody hashedRekordV1(StrictJson spec) {
    StrictJson signature = spec.child("signature");
    byte[] pem = signature.child("publicKey").bytes("content");
    return rekorV1(false, spec.child("data").child("hash"), signature.bytes("content"), pem, "");
  }

  private static CanonicalizedBody dsseV1(StrictJson spec) {
    requireWellFormedHash(spec, "envelopeHash");
    StrictJson signature = requireSingle(spec.children("signatures"));
    byte[] pem = signature.bytes("verifier");
    return rekorV1(true, spec.child("payloadHash"), signature.bytes("signature"), pem, "");
  }

  private static CanonicalizedBody intoto(StrictJson content) {
    requireWellFormedHash(content, "hash");
    StrictJson envelope = content.child("envelope");
    StrictJson signature = requireSingle(envelope.children("signatures"));
    // in this kind the signature is in base64 twice
    byte[] decoded = decodeBase64(new String(signature.bytes("sig"), StandardCharsets.US_ASCII));
    byte[] pem = signature.bytes("publicKey");
    String payloadType = envelope.text("payloadType");
    return rekorV1(true, content.child("payloadHash"), decoded, pem, payloadType);
  }

  private static CanonicalizedBody rekorV1(
      boolean isPayloadDigest, StrictJson hash, byte[] signature, byte[] pem, String payloadType) {
    PemVerifier verifier = PemVerifier.parse(pem);
    return new CanonicalizedBody(
        isPayloadDigest,
        parseHashAlgorithm(hash),
        parseHexDigest(hash),
        signature,
        verifier.der(),
        verifier.isCertificate(),
        "",
        payloadType);
  }

  private static CanonicalizedBody hashedRekordV2(StrictJson spec) {
    return rekorV2(false, spec.child("data"), spec.child("signature"));
  }

  private static CanonicalizedBody dsseV2(StrictJson spec) {
    return rekorV2(true, spec.child("payloadHash"), requireSingle(spec.children("signatures")));
  }

  private static CanonicalizedBody rekorV2(
      boolean isPayloadDigest, StrictJson data, StrictJson signature) {
    StrictJson verifier = signature.child("verifier");
    require(
        SigstoreBundle.countPresent(verifier, "x509Certificate", "publicKey") == 1,
        "the entry must have either a certificate or a public key");
    boolean hasCertificate = verifier.has("x509Certificate");
    Optional<HashAlgorithm> hash = HashAlgorithm.ofSigstoreName(data.text("algorithm"));
    require(hash.isPresent(), "unsupported hash algorithm in the entry");
    return new CanonicalizedBody(
        isPayloadDigest,
        hash.get(),
        data.bytes("digest"),
        signature.bytes("content"),
        verifier.child(hasCertificate ? "x509Certificate" : "publicKey").bytes("rawBytes"),
        hasCertificate,
        verifier.text("keyDetails"),
        "");
  }

  private static HashAlgorithm parseHashAlgorithm(StrictJson json) {
    return HashAlgorithm.ofInTotoName(json.text("algorithm"))
        .orElseThrow(
            () -> new VerificationException(Step.ENTRY, "unsupported hash algorithm in the entry"));
  }

  private static byte[] parseHexDigest(StrictJson json) {
    String text = json.text("value");
    require(
        text.length() == 2 * parseHashAlgorithm(json).digestLength() && text.matches("[0-9a-f]+"),
        "a digest in the entry is not lower-case hexadecimal of the length of its algorithm");
    return HexFormat.of().parseHex(text);
  }

  /**
   * Checks the form of the digest of an envelope. The digest itself is not compared: it covers the
   * client's JSON serialization, which the bundle does not have. The fields of the envelope are
   * compared one by one instead.
   */
  private static void requireWellFormedHash(StrictJson json, String name) {
    json.optionalChild(name).ifPresent(CanonicalizedBody::parseHexDigest);
  }

  private static StrictJson requireSingle(List<StrictJson> signatures) {
    require(signatures.size() == 1, "the entry must have exactly one signature");
    return signatures.get(0);
  }

  private static byte[] decodeBase64(String text) {
    try {
      return StrictBase64.decode(text);
    } catch (MalformedNoteException e) {
      throw new MalformedException("the signature is not canonical base64");
    }
  }

  private static void require(boolean condition, String reason) {
    Step.ENTRY.require(condition, reason);
  }

  /** Whether the entry has this digest. */
  boolean hasDigest(byte[] other) {
    return Arrays.equals(digest, other);
  }
}
