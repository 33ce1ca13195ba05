package org.stellaops.attestor.mirror.store;

import java.time.Instant;
import java.util.Optional;
import org.stellaops.attestor.mirror.Evidence;

/**
 * Stored evidence.
 *
 * @param id its id
 * @param evidence the contradiction
 * @param release how an operator ended the quarantine; empty while it lasts
 */
public record StoredEvidence(long id, Evidence evidence, Optional<Release> release) {
  /**
   * The end of a quarantine.
   *
   * @param releasedAt when
   * @param operator the operator's system user name
   * @param reason the operator's reason
   */
  public record Release(Instant releasedAt, String operator, String reason) {}
}
