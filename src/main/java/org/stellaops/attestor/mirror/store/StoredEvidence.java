package org.stellaops.attestor.mirror.store;

import java.time.Instant;
import java.util.Optional;
import org.stellaops.attestor.mirror.Evidence;

/**
 * Evidence as the store keeps it.
 *
 * @param id its number
 * @param evidence what was found
 * @param release how an operator ended the quarantine that it caused; empty while it lasts
 */
public record StoredEvidence(long id, Evidence evidence, Optional<Release> release) {
  /**
   * The end of a quarantine.
   *
   * @param releasedAt when
   * @param operator the operator's name on his system
   * @param reason what the operator said
   */
  public record Release(Instant releasedAt, String operator, String reason) {}
}
