package org.stellaops.attestor.sigstore;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.json.StrictJson;
import org.stellaops.attestor.tlog.Hash;

/**
 * What a bundle says of its place in a log.
 *
 * @param logIndex as the log counts; over all shards in Rekor v1
 * @param logId which log
 * @param kind of the entry, as {@code hashedrekord}
 * @param version of the kind, as {@code 0.0.2}
 * @param integratedTime seconds since 1970; worth something only with the promise
 * @param inclusionPromise the signed entry timestamp, if there is one
 * @param inclusionProof of inclusion, if there is one
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
   * A proof as it came.
   *
   * @param logIndex in the tree of the checkpoint
   * @param rootHash by the bundle's word
   * @param treeSize by the bundle's word
   * @param hashes the siblings
   * @param checkpoint the note; empty if there is none
   */
  record Proof(long logIndex, Hash rootHash, long treeSize, List<Hash> hashes, String checkpoint) {
    boolean hasCheckpoint() {
      return !checkpoint.isEmpty();
    }
  }

  /** Log and index, which are enough to tell entries apart. */
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
    List<byte[]> hashes = json.bytesList("hashes");
    SigstoreBundle.require(hashes.size() <= MAX_HASHES, "an inclusionProof with too many hashes");
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
