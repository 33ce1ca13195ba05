package org.stellaops.attestor.mirror;

import java.time.Instant;
import java.util.Optional;

/**
 * Evidence as the store keeps it.
 *
 * @param id its number
 * @param evidence what was found
 * @param release how an operator ended the quarantine that it caused; empty while it lasts
 */
public record KeptEvidence(long id, Evidence evidence, Optional<Release> release) {
  /**
   * The end of a quarantine.
   *
   * @param at when
   * @param by the operator's name on his system
   * @param reason what the operator said
   */
  public record Release(Instant at, String by, String reason) {}
}
