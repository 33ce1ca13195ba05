package org.stellaops.attestor.trust;

import java.security.PublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.stellaops.attestor.json.StrictJson;
import org.stellaops.attestor.note.KeyAlgorithm;
import org.stellaops.attestor.note.MalformedNoteException;
import org.stellaops.attestor.note.VerifierKey;
import org.stellaops.attestor.tlog.MalformedException;

/**
 * A transparency log as a trusted root names it: one of artifact signatures (Rekor) or of
 * certificates (CT). Two shards of Rekor v1 are one such log, because they share a key.
 *
 * @param baseUrl identifies the log; it is not an address to read from
 * @param key the key that signs for the log
 * @param validity when the key is to be trusted
 * @param ids what entries may call the log: {@code logId}, and {@code checkpointKeyId} if there is
 *     one
 * @param operator who runs it; empty before version 0.2
 */
public record TrustedLog(
    String baseUrl, PublicKey key, ValidityPeriod validity, List<LogId> ids, String operator) {
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

  /** Refuses a log that entries cannot name. */
  public TrustedLog {
    if (ids.isEmpty()) {
      throw new MalformedException("a trusted log has an ID");
    }
    ids = List.copyOf(ids);
  }

  /** The bytes by which entries call a log. */
  public record LogId(byte[] bytes) {
    /** Keeps a copy. */
    public LogId {
      bytes = bytes.clone();
    }

    @Override
    public byte[] bytes() {
      return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof LogId id && Arrays.equals(bytes, id.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }
  }

  /** Whether entries with this {@code logId.keyId} are of this log. */
  public boolean hasId(byte[] logId) {
    return ids.contains(new LogId(logId));
  }

  /**
   * The base URL without its scheme and without a slash at its end: the origin of a Rekor v2 shard,
   * and the name of the key on every checkpoint, as {@code rekor.sigstore.dev}.
   */
  public String name() {
    return baseUrl.replaceFirst("^[a-z]+://", "").replaceFirst("/+$", "");
  }

  /**
   * The key as it signs the log's checkpoints.
   *
   * @throws MalformedException if the log has a name or a key that no checkpoint can have
   */
  public VerifierKey checkpointKey() {
    try {
      return new VerifierKey(name(), key);
    } catch (MalformedNoteException e) {
      throw new MalformedException(baseUrl + " signs no checkpoints: " + e.getMessage());
    }
  }

  /** Whether the key is Ed25519, as those of all Rekor v2 shards that Sigstore runs. */
  public boolean isEd25519() {
    return checkpointKey().algorithm() == KeyAlgorithm.ED25519;
  }

  /** Absent if its key is of a kind that this program does not know. */
  static Optional<TrustedLog> parse(StrictJson json) {
    StrictJson key = json.child("publicKey");
    ValidityPeriod validity = ValidityPeriod.parse(key.child("validFor"));
    String hash = json.textOrEmpty("hashAlgorithm");
    Optional<PublicKey> publicKey = publicKey(key);
    if (!hash.equals("SHA2_256") || publicKey.isEmpty()) {
      return Optional.empty();
    }
    List<LogId> ids =
        List.of("logId", "checkpointKeyId").stream()
            .flatMap(name -> json.optionalChild(name).stream())
            .map(id -> new LogId(id.bytes("keyId")))
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    return Optional.of(
        new TrustedLog(
            json.text("baseUrl"), publicKey.get(), validity, ids, json.textOrEmpty("operator")));
  }

  private static Optional<PublicKey> publicKey(StrictJson key) {
    byte[] raw = key.bytes("rawBytes");
    String details = key.textOrEmpty("keyDetails");
    if (details.equals("PKCS1_RSA_PKCS1V5")) {
      return Optional.of(Pkcs1PublicKey.parse(raw, "publicKey.rawBytes"));
    }
    return SPKI_KEYS.contains(details)
        ? Optional.of(SubjectPublicKey.parse(raw, "publicKey.rawBytes"))
        : Optional.empty();
  }
}
