package org.stellaops.attestor.rekor;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
 * An entry as a Rekor v1 server gives it.
 *
 * @param tree the shard that it says it is in
 * @param globalIndex its index among the entries of all shards; only good for asking
 * @param index its index in the shard
 * @param body the entry itself, whose leaf hash the name of the entry ends with
 * @param hashes the siblings from the entry to the root of the shard
 * @param checkpoint the signed note of the tree that the hashes lead to
 */
public record RekorEntry(
    TreeId tree, long globalIndex, long index, byte[] body, List<Hash> hashes, String checkpoint) {
  /** More than an entry has, with its proof and in JSON. */
  public static final int MAX_BYTES = 1 << 21;

  private static final int TREE_DIGITS = 16;

  /** Keeps copies. */
  public RekorEntry {
    body = body.clone();
    hashes = List.copyOf(hashes);
  }

  @Override
  public byte[] body() {
    return body.clone();
  }

  /** The leaf hash. */
  public Hash leafHash() {
    return Rfc6962.leaf(body);
  }

  /** The name of the entry: 16 hexadecimal digits of the tree ID and 64 of the leaf hash. */
  public String uuid() {
    return String.format("%016x", tree.value()) + leafHash().hex();
  }

  /**
   * Opens the note that came with the entry and checks that the entry is in its tree.
   *
   * @param shard the shard of the entry
   * @throws AttestorException if the note is not of this shard, with {@code not_included} if the
   *     proof does not lead from the entry to the signed root
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
    throw notIncluded("its proof does not lead to the signed root");
  }

  private AttestorException notIncluded(String reason) {
    return new AttestorException(
        Failure.NOT_INCLUDED,
        "entry " + index + " of tree " + tree + " is not in the tree that it came with: " + reason,
        "the server or something before it changes entries; nothing was stored");
  }

  /**
   * Reads the answer to a request for entries: one map, or a list of maps, from names to entries.
   *
   * @throws AttestorException with {@code not_included} if it is none, or if an entry is not the
   *     one that its name says
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
          "what came is no answer with entries: " + e.getMessage(),
          "look at what the server answers; a proxy may answer in its place",
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
      throw new MalformedException("an entry does not have the hash that its name says");
    }
    return entry;
  }

  /** The name begins with the tree ID, or in old answers is the hash alone. */
  private static TreeId tree(String name, String checkpoint) {
    if (name.matches("[0-9a-f]{80}")) {
      return new TreeId(Long.parseLong(name.substring(0, TREE_DIGITS), 16));
    }
    String origin = checkpoint.lines().findFirst().orElse("");
    return TreeId.tryParse(origin.substring(origin.lastIndexOf(' ') + 1))
        .orElseThrow(() -> new MalformedException("an entry does not say which tree it is in"));
  }
}
