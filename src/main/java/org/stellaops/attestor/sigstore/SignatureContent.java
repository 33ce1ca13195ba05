package org.stellaops.attestor.sigstore;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.json.StrictJson;

/**
 * The signature of a bundle, over the artifact or over a DSSE envelope with a statement.
 *
 * @param signature the bytes of the signature
 * @param digestAlgorithm the hash algorithm of a message signature; empty if the bundle does not
 *     have it
 * @param digest the artifact's digest according to the bundle; empty if there is none
 * @param envelope the signed statement; null if the artifact itself is signed
 */
record SignatureContent(
    byte[] signature,
    Optional<HashAlgorithm> digestAlgorithm,
    byte[] digest,
    @Nullable DsseEnvelope envelope) {

  /**
   * A DSSE envelope.
   *
   * @param payloadType the media type of the payload
   * @param payload the signed payload
   */
  record DsseEnvelope(String payloadType, byte[] payload) {
    /** DSSE's pre-authentication encoding (PAE), the signed bytes. */
    byte[] preAuthEncoding() {
      byte[] type = payloadType.getBytes(StandardCharsets.UTF_8);
      byte[] header =
          ("DSSEv1 " + type.length + " " + payloadType + " " + payload.length + " ")
              .getBytes(StandardCharsets.UTF_8);
      byte[] encoding = Arrays.copyOf(header, header.length + payload.length);
      System.arraycopy(payload, 0, encoding, header.length, payload.length);
      return encoding;
    }
  }

  static SignatureContent parse(StrictJson json) {
    SigstoreBundle.require(
        SigstoreBundle.countPresent(json, "messageSignature", "dsseEnvelope") == 1,
        "must have either messageSignature or dsseEnvelope");
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
    SigstoreBundle.require(hash.isPresent(), "unsupported messageDigest.algorithm");
    return new SignatureContent(signature, hash, digest.get().bytes("digest"), null);
  }

  private static SignatureContent envelope(StrictJson json) {
    json.requireOnly("payload", "payloadType", "signatures");
    List<StrictJson> signatures = json.children("signatures");
    SigstoreBundle.require(signatures.size() == 1, "dsseEnvelope must have exactly one signature");
    signatures.get(0).requireOnly("sig", "keyid");
    signatures.get(0).textOrEmpty("keyid");
    return new SignatureContent(
        signatures.get(0).bytes("sig"),
        Optional.empty(),
        new byte[0],
        new DsseEnvelope(json.text("payloadType"), json.bytes("payload")));
  }
}
