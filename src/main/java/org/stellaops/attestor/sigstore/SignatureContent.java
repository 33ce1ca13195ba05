package org.stellaops.attestor.sigstore;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.json.StrictJson;

/**
 * What a bundle's signature is over: the artifact itself, or an envelope around a statement.
 *
 * @param signature its bytes
 * @param digestAlgorithm the hash that the bundle names, of a message signature that names one
 * @param digest the artifact's digest by the bundle's word; empty if it gives none
 * @param envelope the signed statement; none if the artifact itself is signed
 */
record SignatureContent(
    byte[] signature,
    Optional<HashAlgorithm> digestAlgorithm,
    byte[] digest,
    @Nullable DsseEnvelope envelope) {

  /**
   * A DSSE envelope.
   *
   * @param payloadType what the payload is
   * @param payload as it was signed
   */
  record DsseEnvelope(String payloadType, byte[] payload) {
    /** DSSE's pre-authentication encoding, which is what is signed. */
    byte[] preAuthEncoding() {
      byte[] type = payloadType.getBytes(StandardCharsets.UTF_8);
      byte[] header =
          ("DSSEv1 " + type.length + " " + payloadType + " " + payload.length + " ")
              .getBytes(StandardCharsets.UTF_8);
      byte[] encoding = java.util.Arrays.copyOf(header, header.length + payload.length);
      System.arraycopy(payload, 0, encoding, header.length, payload.length);
      return encoding;
    }
  }

  static SignatureContent parse(StrictJson json) {
    SigstoreBundle.require(
        SigstoreBundle.countPresent(json, "messageSignature", "dsseEnvelope") == 1,
        "a bundle has exactly one of messageSignature and dsseEnvelope");
    return json.has("dsseEnvelope")
        ? envelope(json.child("dsseEnvelope"))
        : message(json.child("messageSignature"));
  }

  private static SignatureContent message(StrictJson json) {
    json.requireOnly("messageDigest", "signature");
    byte[] signature = json.bytes("signature");
    Optional<StrictJson> digest = json.optionalChild("messageDigest");
    if (digest.isEmpty()) {
      return new SignatureContent(signature, Optional.empty(), new byte[0], null);
    }
    digest.get().requireOnly("algorithm", "digest");
    Optional<HashAlgorithm> hash = HashAlgorithm.ofSigstoreName(digest.get().text("algorithm"));
    SigstoreBundle.require(
        hash.isPresent(), "messageDigest.algorithm is none that artifacts are signed with");
    return new SignatureContent(signature, hash, digest.get().bytes("digest"), null);
  }

  private static SignatureContent envelope(StrictJson json) {
    json.requireOnly("payload", "payloadType", "signatures");
    List<StrictJson> signatures = json.children("signatures");
    SigstoreBundle.require(signatures.size() == 1, "a dsseEnvelope has exactly one signature");
    signatures.get(0).requireOnly("sig", "keyid");
    signatures.get(0).textOrEmpty("keyid");
    return new SignatureContent(
        signatures.get(0).bytes("sig"),
        Optional.empty(),
        new byte[0],
        new DsseEnvelope(json.text("payloadType"), json.bytes("payload")));
  }
}
