package org.stellaops.attestor.mirror.store;

import java.time.Instant;
import java.util.List;

/**
 * Records which contradictions were delivered to the operator's webhook. The evidence is the queue:
 * it stays undelivered until a delivery succeeds.
 */
public interface AlertStore {
  /** The contradictions that were not delivered yet, oldest first. */
  List<StoredEvidence> undelivered();

  /** Records a successful delivery. */
  void markDelivered(long evidence, Instant now);

  /** Records a failed delivery. Does nothing if the alert was delivered meanwhile. */
  void recordFailure(long evidence, String reason, Instant now);
}
