package org.stellaops.attestor.mirror.lookup;

import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.InclusionProof;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * What an attestation has shown of a log: that its entry is under this checkpoint. Whoever makes a
 * claim has opened the checkpoint with a key that it trusts. That alone does not make it part of
 * the history that is mirrored here.
 *
 * @param checkpoint the checkpoint that came with the attestation, its note as it came
 * @param proof that the entry is in the checkpoint's tree; in a shard the index is that in the
 *     shard
 * @param leafHash the hash of the entry
 * @param source where the claim came from, as {@code app.sigstore.json}; goes into evidence
 */
public record InclusionClaim(
    SignedCheckpoint checkpoint, InclusionProof proof, Hash leafHash, String source) {
  /** Refuses an entry that the proof does not lead to the root, and a source of several lines. */
  public InclusionClaim {
    if (proof.size() != checkpoint.head().size()
        || !proof.rootFor(leafHash).equals(checkpoint.head().root())) {
      throw new MalformedException(
          "the proof does not lead from entry " + proof.index() + " to the checkpoint's root");
    }
    if (source.chars().anyMatch(Character::isISOControl)) {
      throw new MalformedException("the source of a claim is one line of text");
    }
  }

  /** The log. */
  public Origin origin() {
    return checkpoint.origin();
  }

  /** Size and root that the checkpoint commits to. */
  public TreeHead head() {
    return checkpoint.head();
  }

  /** Where the entry is. */
  public long index() {
    return proof.index();
  }
}
