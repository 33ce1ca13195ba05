package org.stellaops.attestor.trust;

import java.io.IOException;
import java.security.PublicKey;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.stellaops.attestor.json.StrictJson;
import org.stellaops.attestor.note.KeyAlgorithm;
import org.stellaops.attestor.note.MalformedNoteException;
import org.stellaops.attestor.note.VerifierKey;
import org.stellaops.attestor.tlog.MalformedException;

/**
 * A transparency log in a trusted root: one of artifact signatures (Rekor) or of certificates (CT).
 * All shards of a Rekor v1 server are one such log, because they share a key.
 *
 * @param baseUrl base URL that identifies the log; not necessarily its address
 * @param key the log's public key
 * @param validity period in which the key is trusted
 * @param ids ids that entries may have for the log, in hexadecimal: {@code logId}, and {@code
 *     checkpointKeyId} if there is one
 * @param operator operator of the log; empty before version 0.2
 */
public record TrustedLog(
    String baseUrl, PublicKey key, ValidityPeriod validity, List<String> ids, String operator) {
  private static final Set<String> SPKI_KEYS =
      Set.of(
          "PKIX_ECDSA_P256_SHA_256",
          "PKIX_ECDSA_P384_SHA_384",
          "PKIX_ECDSA_P521_SHA_512",
          "PKIX_ED25519",
          "PKIX_RSA_PKCS1V15_2048_SHA256",
          "PKIX_RSA_PKCS1V15_3072_SHA256",
          "PKIX_RSA_PKCS1V15_4096_SHA256",
          "PKIX_ECDSA_P256_HMAC_SHA_256",
          "PKIX_RSA_PKCS1V5");

  /** Rejects a log without an id. */
  public TrustedLog {
    if (ids.isEmpty()) {
      throw new MalformedException("a trusted log must have an ID");
    }
    ids = List.copyOf(ids);
  }

  /** Whether an entry with this {@code logId.keyId} is of this log. */
  public boolean hasId(byte[] logId) {
    return ids.contains(HexFormat.of().formatHex(logId));
  }

  /**
   * The base URL without scheme and trailing slash, as {@code rekor.sigstore.dev}: the key name on
   * checkpoints, and the origin of a Rekor v2 shard.
   */
  public String name() {
    return baseUrl.replaceFirst("^[a-z]+://", "").replaceFirst("/+$", "");
  }

  /**
   * The key that verifies the log's checkpoints.
   *
   * @throws MalformedException if the name or the key is not valid for checkpoints
   */
  public VerifierKey checkpointKey() {
    try {
      return new VerifierKey(name(), key);
    } catch (MalformedNoteException e) {
      throw new MalformedException(baseUrl + " cannot sign checkpoints: " + e.getMessage());
    }
  }

  /** Whether the key is Ed25519, like those of all Rekor v2 shards that Sigstore operates. */
  public boolean isEd25519() {
    return checkpointKey().algorithm() == KeyAlgorithm.ED25519;
  }

  /** Parses a log; empty if its key type is not supported. */
  static Optional<TrustedLog> parse(StrictJson json) {
    StrictJson key = json.child("publicKey");
    ValidityPeriod validity = ValidityPeriod.parse(key.child("validFor"));
    String hash = json.textOrEmpty("hashAlgorithm");
    Optional<PublicKey> publicKey = publicKey(key);
    if (!hash.equals("SHA2_256") || publicKey.isEmpty()) {
      return Optional.empty();
    }
    List<String> ids =
        Stream.of("logId", "checkpointKeyId")
            .flatMap(name -> json.optionalChild(name).stream())
            .map(id -> HexFormat.of().formatHex(id.bytes("keyId")))
            .distinct()
            .toList();
    return Optional.of(
        new TrustedLog(
            json.text("baseUrl"), publicKey.get(), validity, ids, json.textOrEmpty("operator")));
  }

  private static Optional<PublicKey> publicKey(StrictJson key) {
    byte[] raw = key.bytes("rawBytes");
    String details = key.textOrEmpty("keyDetails");
    try {
      if (details.equals("PKCS1_RSA_PKCS1V5")) {
        return Optional.of(Pkcs1PublicKey.parse(raw));
      }
      return SPKI_KEYS.contains(details)
          ? Optional.of(SubjectPublicKey.parse(raw))
          : Optional.empty();
    } catch (IOException e) {
      throw new MalformedException("publicKey.rawBytes is " + e.getMessage());
    }
  }
}
