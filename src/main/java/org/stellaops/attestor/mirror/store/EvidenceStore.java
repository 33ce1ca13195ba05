package org.stellaops.attestor.mirror.store;

import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.mirror.Evidence;

/**
 * Contradictions, kept for ever, and the quarantine that each puts its log into until an operator
 * ends it.
 *
 * <p>Every method throws {@link org.stellaops.attestor.failure.AttestorException} with {@code
 * store} when PostgreSQL does not answer or refuses.
 */
public interface EvidenceStore {
  /**
   * Keeps evidence and puts its log into quarantine, both or neither.
   *
   * @return its number; the old one if the same two heads are kept already
   */
  long save(Evidence evidence);

  /** The evidence of this number. */
  Optional<StoredEvidence> find(long id);

  /** All evidence, newest first. */
  List<StoredEvidence> all();

  /** The evidence for which a log is in quarantine; empty if it is not. */
  Optional<StoredEvidence> findQuarantine(Origin origin);

  /**
   * Ends the quarantine of a log.
   *
   * @return false if it is not in quarantine
   */
  boolean release(Origin origin, StoredEvidence.Release release);
}
