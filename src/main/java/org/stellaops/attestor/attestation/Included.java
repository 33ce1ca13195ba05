package org.stellaops.attestor.attestation;

import java.util.Optional;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.InclusionProof;

/**
 * An entry with its place in a log.
 *
 * @param log the name of the log in the trusted root
 * @param index as the bundle has it; over all shards in Rekor v1
 * @param leafHash of the entry
 * @param place under a signed checkpoint; empty if the log has only promised it
 */
public record Included(String log, long index, Hash leafHash, Optional<Place> place) {
  /**
   * What a mirror can be asked about.
   *
   * @param checkpoint as it came, opened with the key that the trusted root has for the log
   * @param proof that the entry is in the checkpoint's tree; its index is that in the tree
   */
  public record Place(SignedCheckpoint checkpoint, InclusionProof proof) {}
}
