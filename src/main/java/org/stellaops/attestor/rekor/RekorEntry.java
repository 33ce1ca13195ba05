package org.stellaops.attestor.rekor;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.stellaops.attestor.checkpoint.LogIdentity;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.json.StrictJson;
import org.stellaops.attestor.mirror.TreeId;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.InclusionProof;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.Rfc6962;

/**
 * An entry in a response of a Rekor v1 server.
 *
 * @param tree the ID of its shard
 * @param globalIndex its index among the entries of all shards; not verified
 * @param index its index in the shard
 * @param body the entry, whose leaf hash is part of its UUID
 * @param hashes the inclusion proof, from the leaf to the root
 * @param checkpoint the signed note of the tree of the inclusion proof
 */
public record RekorEntry(
    TreeId tree, long globalIndex, long index, byte[] body, List<Hash> hashes, String checkpoint) {
  /** The greatest size of a response per entry. */
  public static final int MAX_BYTES = 1 << 21;

  private static final int TREE_DIGITS = 16;

  public RekorEntry {
    body = body.clone();
    hashes = List.copyOf(hashes);
  }

  @Override
  public byte[] body() {
    return body.clone();
  }

  public Hash leafHash() {
    return Rfc6962.leaf(body);
  }

  /** The UUID of the entry: 16 hexadecimal digits of the tree ID and 64 of the leaf hash. */
  public String uuid() {
    return String.format("%016x", tree.value()) + leafHash().hex();
  }

  /**
   * Verifies the checkpoint of the entry and its inclusion proof.
   *
   * @param shard the shard of the entry
   * @throws AttestorException if the checkpoint is not of this shard, with {@code not_included} if
   *     the inclusion proof does not lead to the signed root
   */
  public SignedCheckpoint verify(LogIdentity shard) {
    SignedCheckpoint signed = shard.open(checkpoint.getBytes(StandardCharsets.UTF_8), List.of());
    try {
      InclusionProof proof = new InclusionProof(index, signed.head().size(), hashes);
      if (proof.rootFor(leafHash()).equals(signed.head().root())) {
        return signed;
      }
    } catch (MalformedException e) {
      throw notIncluded(e.getMessage());
    }
    throw notIncluded("inclusion proof does not lead to the signed root");
  }

  private AttestorException notIncluded(String reason) {
    return new AttestorException(
        Failure.NOT_INCLUDED,
        "entry " + index + " of tree " + tree + " is not included in its tree: " + reason,
        "the server or a proxy returned a wrong entry; nothing was stored");
  }

  /**
   * Parses the response to a request for entries: one map, or a list of maps, from UUIDs to
   * entries.
   *
   * @throws AttestorException with {@code not_included} if it is invalid, or if an entry does not
   *     match its UUID
   */
  public static List<RekorEntry> parse(byte[] response) {
    try {
      List<RekorEntry> entries = new ArrayList<>();
      for (StrictJson object : StrictJson.parseAll(response)) {
        for (String name : object.fieldNames()) {
          entries.add(entry(name, object.child(name)));
        }
      }
      return entries;
    } catch (MalformedException e) {
      throw new AttestorException(
          Failure.NOT_INCLUDED,
          "invalid entries in the response: " + e.getMessage(),
          "check the response of the server; it may come from a proxy",
          e);
    }
  }

  private static RekorEntry entry(String name, StrictJson json) {
    StrictJson proof = json.child("verification").child("inclusionProof");
    String checkpoint = proof.text("checkpoint");
    RekorEntry entry =
        new RekorEntry(
            tree(name, checkpoint),
            json.number("logIndex"),
            proof.number("logIndex"),
            json.bytes("body"),
            proof.textList("hashes").stream().map(Hash::fromHex).toList(),
            checkpoint);
    if (!name.endsWith(entry.leafHash().hex())) {
      throw new MalformedException("leaf hash of an entry does not match its UUID");
    }
    return entry;
  }

  /** A UUID starts with the tree ID, or is the hash alone in old responses. */
  private static TreeId tree(String name, String checkpoint) {
    if (name.matches("[0-9a-f]{80}")) {
      return new TreeId(HexFormat.fromHexDigitsToLong(name, 0, TREE_DIGITS));
    }
    String origin = checkpoint.lines().findFirst().orElse("");
    return TreeId.tryParse(origin.substring(origin.lastIndexOf(' ') + 1))
        .orElseThrow(() -> new MalformedException("an entry has no tree ID"));
  }
}
