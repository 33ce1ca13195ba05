package org.stellaops.attestor.mirror.store;

import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.mirror.Evidence;

/**
 * Evidence of contradictions, and the quarantine of each log that has unreleased evidence. Evidence
 * is never deleted.
 */
public interface EvidenceStore {
  /**
   * Stores evidence and puts its log into quarantine, in one transaction.
   *
   * @return its id; the existing id if evidence with the same two heads is stored already
   */
  long save(Evidence evidence);

  /** The evidence with this id. */
  Optional<StoredEvidence> find(long id);

  /** All evidence, newest first. */
  List<StoredEvidence> all();

  /** The evidence that keeps a log in quarantine; empty if it is not in quarantine. */
  Optional<StoredEvidence> findQuarantine(Origin origin);

  /**
   * Ends the quarantine of a log.
   *
   * @return false if the log is not in quarantine
   */
  boolean release(Origin origin, StoredEvidence.Release release);
}
