package org.stellaops.attestor.mirror.lookup;

import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.InclusionProof;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * An attestation's entry and its inclusion under a checkpoint. The caller has verified the
 * checkpoint with a trusted key. Whether the checkpoint belongs to the mirrored history is not
 * known yet.
 *
 * @param checkpoint the checkpoint in the attestation, with its note byte for byte
 * @param proof the inclusion proof; for a shard its index is that in the shard
 * @param leafHash the hash of the entry
 * @param source name of the attestation, as {@code app.sigstore.json}; stored in evidence; one line
 */
public record InclusionClaim(
    SignedCheckpoint checkpoint, InclusionProof proof, Hash leafHash, String source) {
  /** Rejects an invalid inclusion proof and a source of several lines. */
  public InclusionClaim {
    if (proof.size() != checkpoint.head().size()
        || !proof.rootFor(leafHash).equals(checkpoint.head().root())) {
      throw new MalformedException(
          "the proof does not lead from entry " + proof.index() + " to the checkpoint's root");
    }
    if (source.chars().anyMatch(Character::isISOControl)) {
      throw new MalformedException("the source of a claim must be one line of text");
    }
  }

  /** The log. */
  public Origin origin() {
    return checkpoint.origin();
  }

  /** The size and root of the checkpoint. */
  public TreeHead head() {
    return checkpoint.head();
  }

  /** The index of the entry in the tree. */
  public long index() {
    return proof.index();
  }
}
