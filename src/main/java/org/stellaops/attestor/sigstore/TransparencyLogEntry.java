package org.stellaops.attestor.sigstore;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.json.StrictJson;
import org.stellaops.attestor.tlog.Hash;

/**
 * A transparency log entry of a bundle; not verified.
 *
 * @param logIndex index in the log; in Rekor v1 over all shards
 * @param logId id of the log
 * @param kind kind of the entry, as {@code hashedrekord}
 * @param version of the kind, as {@code 0.0.2}
 * @param integratedTime seconds since 1970-01-01T00:00:00Z; trusted only with a valid inclusion
 *     promise
 * @param inclusionPromise the signed entry timestamp; empty if there is none
 * @param inclusionProof the inclusion proof; empty if there is none
 * @param canonicalizedBody the entry itself
 */
record TransparencyLogEntry(
    long logIndex,
    byte[] logId,
    String kind,
    String version,
    long integratedTime,
    Optional<byte[]> inclusionPromise,
    Optional<Proof> inclusionProof,
    byte[] canonicalizedBody) {
  private static final int MAX_HASHES = 63;

  /**
   * An inclusion proof; not verified.
   *
   * @param logIndex index in the tree of the checkpoint
   * @param rootHash root hash of that tree
   * @param treeSize size of that tree
   * @param hashes sibling hashes, from the leaf to the root
   * @param checkpoint the signed note; empty if there is none
   */
  record Proof(long logIndex, Hash rootHash, long treeSize, List<Hash> hashes, String checkpoint) {
    boolean hasCheckpoint() {
      return !checkpoint.isEmpty();
    }
  }

  /** The log id and index, which identify the entry. */
  Object uniqueKey() {
    return HexFormat.of().formatHex(logId) + "/" + logIndex;
  }

  static TransparencyLogEntry parse(StrictJson json) {
    json.requireOnly(
        "logIndex",
        "logId",
        "kindVersion",
        "integratedTime",
        "inclusionPromise",
        "inclusionProof",
        "canonicalizedBody");
    StrictJson logId = json.child("logId");
    logId.requireOnly("keyId");
    StrictJson kind = json.child("kindVersion");
    kind.requireOnly("kind", "version");
    return new TransparencyLogEntry(
        json.number("logIndex"),
        logId.bytes("keyId"),
        kind.text("kind"),
        kind.text("version"),
        json.number("integratedTime"),
        json.optionalChild("inclusionPromise").flatMap(TransparencyLogEntry::inclusionPromise),
        json.optionalChild("inclusionProof").map(TransparencyLogEntry::inclusionProof),
        json.bytes("canonicalizedBody"));
  }

  private static Optional<byte[]> inclusionPromise(StrictJson json) {
    json.requireOnly("signedEntryTimestamp");
    return Optional.of(json.bytes("signedEntryTimestamp"));
  }

  private static Proof inclusionProof(StrictJson json) {
    json.requireOnly("logIndex", "rootHash", "treeSize", "hashes", "checkpoint");
    List<byte[]> hashes = json.bytesList("hashes", MAX_HASHES);
    Optional<StrictJson> checkpoint = json.optionalChild("checkpoint");
    checkpoint.ifPresent(each -> each.requireOnly("envelope"));
    return new Proof(
        json.number("logIndex"),
        Hash.of(json.bytes("rootHash")),
        json.number("treeSize"),
        hashes.stream().map(Hash::of).toList(),
        checkpoint.map(each -> each.text("envelope")).orElse(""));
  }
}
