package org.stellaops.attestor.mirror;

import java.time.Duration;
import java.time.Instant;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * The checkpoint that a mirror serves, and since when.
 *
 * @param head size and root
 * @param confirmedAt when the mirror was last found to be all that the log showed; nobody signs it
 */
public record MirroredHead(TreeHead head, Instant confirmedAt) {
  /** How long ago that was; never negative, whatever the clocks say. */
  public Duration age(Instant now) {
    Duration age = Duration.between(confirmedAt, now);
    return age.isNegative() ? Duration.ZERO : age;
  }
}
