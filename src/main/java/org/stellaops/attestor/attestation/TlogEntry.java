package org.stellaops.attestor.attestation;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.trust.StrictJson;

/**
 * What a bundle says of its place in a log.
 *
 * @param index as the log counts; over all shards in Rekor v1
 * @param logId which log
 * @param kind of the entry, as {@code hashedrekord}
 * @param version of the kind, as {@code 0.0.2}
 * @param integratedTime seconds since 1970; worth something only with the promise
 * @param promise the signed entry timestamp, if there is one
 * @param proof of inclusion, if there is one
 * @param body the entry itself
 */
record TlogEntry(
    long index,
    byte[] logId,
    String kind,
    String version,
    long integratedTime,
    Optional<byte[]> promise,
    Optional<Proof> proof,
    byte[] body) {
  private static final int MAX_HASHES = 63;

  /**
   * A proof as it came.
   *
   * @param index in the tree of the checkpoint
   * @param root by the bundle's word
   * @param size by the bundle's word
   * @param hashes the siblings
   * @param checkpoint the note; empty if there is none
   */
  record Proof(long index, Hash root, long size, List<Hash> hashes, String checkpoint) {
    boolean hasCheckpoint() {
      return !checkpoint.isEmpty();
    }
  }

  /** Log and index, which are enough to tell entries apart. */
  Object place() {
    return HexFormat.of().formatHex(logId) + "/" + index;
  }

  static TlogEntry parse(StrictJson json) {
    json.only(
        "logIndex",
        "logId",
        "kindVersion",
        "integratedTime",
        "inclusionPromise",
        "inclusionProof",
        "canonicalizedBody");
    StrictJson logId = json.child("logId");
    logId.only("keyId");
    StrictJson kind = json.child("kindVersion");
    kind.only("kind", "version");
    return new TlogEntry(
        json.number("logIndex"),
        logId.bytes("keyId"),
        kind.text("kind"),
        kind.text("version"),
        json.number("integratedTime"),
        json.maybe("inclusionPromise").flatMap(TlogEntry::promise),
        json.maybe("inclusionProof").map(TlogEntry::proof),
        json.bytes("canonicalizedBody"));
  }

  private static Optional<byte[]> promise(StrictJson json) {
    json.only("signedEntryTimestamp");
    return Optional.of(json.bytes("signedEntryTimestamp"));
  }

  private static Proof proof(StrictJson json) {
    json.only("logIndex", "rootHash", "treeSize", "hashes", "checkpoint");
    List<byte[]> hashes = json.bytesList("hashes");
    Bundle.require(hashes.size() <= MAX_HASHES, "an inclusionProof with too many hashes");
    Optional<StrictJson> checkpoint = json.maybe("checkpoint");
    checkpoint.ifPresent(each -> each.only("envelope"));
    return new Proof(
        json.number("logIndex"),
        Hash.of(json.bytes("rootHash")),
        json.number("treeSize"),
        hashes.stream().map(Hash::of).toList(),
        checkpoint.map(each -> each.text("envelope")).orElse(""));
  }
}
