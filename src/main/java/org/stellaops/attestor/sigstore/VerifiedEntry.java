package org.stellaops.attestor.sigstore;

import java.util.Optional;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.InclusionProof;

/**
 * An entry with its place in a log.
 *
 * @param logName the name of the log in the trusted root
 * @param logIndex as the bundle has it; over all shards in Rekor v1
 * @param leafHash of the entry
 * @param inclusion under a signed checkpoint; empty if the log has only promised it
 */
public record VerifiedEntry(
    String logName, long logIndex, Hash leafHash, Optional<Inclusion> inclusion) {
  /**
   * What a mirror can be asked about.
   *
   * @param checkpoint as it came, opened with the key that the trusted root has for the log
   * @param proof that the entry is in the checkpoint's tree; its index is that in the tree
   */
  public record Inclusion(SignedCheckpoint checkpoint, InclusionProof proof) {}
}
