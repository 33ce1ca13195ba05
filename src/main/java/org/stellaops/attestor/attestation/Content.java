package org.stellaops.attestor.attestation;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.trust.StrictJson;

/**
 * What a bundle's signature is over: the artifact itself, or an envelope around a statement.
 *
 * @param signature its bytes
 * @param declared the hash that the bundle names, of a message signature that names one
 * @param digest the artifact's digest by the bundle's word; empty if it gives none
 * @param envelope the signed statement; none if the artifact itself is signed
 */
record Content(
    byte[] signature,
    Optional<HashAlgorithm> declared,
    byte[] digest,
    @Nullable Envelope envelope) {

  /**
   * A DSSE envelope.
   *
   * @param payloadType what the payload is
   * @param payload as it was signed
   */
  record Envelope(String payloadType, byte[] payload) {
    /** DSSE's pre-authentication encoding, which is what is signed. */
    byte[] encoding() {
      byte[] type = payloadType.getBytes(StandardCharsets.UTF_8);
      byte[] head =
          ("DSSEv1 " + type.length + " " + payloadType + " " + payload.length + " ")
              .getBytes(StandardCharsets.UTF_8);
      byte[] all = java.util.Arrays.copyOf(head, head.length + payload.length);
      System.arraycopy(payload, 0, all, head.length, payload.length);
      return all;
    }
  }

  static Content parse(StrictJson json) {
    Bundle.require(
        Bundle.count(json, "messageSignature", "dsseEnvelope") == 1,
        "a bundle has exactly one of messageSignature and dsseEnvelope");
    return json.has("dsseEnvelope")
        ? envelope(json.child("dsseEnvelope"))
        : message(json.child("messageSignature"));
  }

  private static Content message(StrictJson json) {
    json.only("messageDigest", "signature");
    byte[] signature = json.bytes("signature");
    Optional<StrictJson> digest = json.maybe("messageDigest");
    if (digest.isEmpty()) {
      return new Content(signature, Optional.empty(), new byte[0], null);
    }
    digest.get().only("algorithm", "digest");
    Optional<HashAlgorithm> hash = HashAlgorithm.ofSigstore(digest.get().text("algorithm"));
    Bundle.require(
        hash.isPresent(), "messageDigest.algorithm is none that artifacts are signed with");
    return new Content(signature, hash, digest.get().bytes("digest"), null);
  }

  private static Content envelope(StrictJson json) {
    json.only("payload", "payloadType", "signatures");
    List<StrictJson> signatures = json.children("signatures");
    Bundle.require(signatures.size() == 1, "a dsseEnvelope has exactly one signature");
    signatures.get(0).only("sig", "keyid");
    signatures.get(0).textOrEmpty("keyid");
    return new Content(
        signatures.get(0).bytes("sig"),
        Optional.empty(),
        new byte[0],
        new Envelope(json.text("payloadType"), json.bytes("payload")));
  }
}
