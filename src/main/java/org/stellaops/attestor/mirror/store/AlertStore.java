package org.stellaops.attestor.mirror.store;

import java.time.Instant;
import java.util.List;

/**
 * Which contradictions the operator's webhook has taken. Evidence itself is the queue: all of it is
 * to be delivered, and is until it was.
 *
 * <p>Every method throws {@link org.stellaops.attestor.failure.AttestorException} with {@code
 * store} when PostgreSQL does not answer or refuses.
 */
public interface AlertStore {
  /** The contradictions that are not delivered yet, oldest first. */
  List<StoredEvidence> undelivered();

  /** The webhook has taken this one. */
  void markDelivered(long evidence, Instant now);

  /** The webhook has not taken this one. Does nothing if it was delivered meanwhile. */
  void recordFailure(long evidence, String reason, Instant now);
}
