package org.stellaops.attestor.sigstore;

import java.util.Optional;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.InclusionProof;

/**
 * A verified log entry.
 *
 * @param logName the name of the log in the trusted root
 * @param logIndex index in the bundle; in Rekor v1 over all shards
 * @param leafHash leaf hash of the entry
 * @param inclusion the verified inclusion; empty if there is only an inclusion promise
 */
public record VerifiedEntry(
    String logName, long logIndex, Hash leafHash, Optional<Inclusion> inclusion) {
  /**
   * The verified inclusion under a checkpoint, which can be looked up in a mirror.
   *
   * @param checkpoint the checkpoint, verified with the log's key in the trusted root
   * @param proof the inclusion proof; its index is that in the checkpoint's tree
   */
  public record Inclusion(SignedCheckpoint checkpoint, InclusionProof proof) {}
}
