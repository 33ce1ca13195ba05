package org.stellaops.attestor.mirror;

import java.time.Duration;
import java.time.Instant;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * The published head of a mirror and when it was last confirmed.
 *
 * @param head size and root
 * @param confirmedAt when the log last showed this head or an older one; not signed
 */
public record MirroredHead(TreeHead head, Instant confirmedAt) {
  /** The time since the confirmation; zero if that lies in the future. */
  public Duration age(Instant now) {
    Duration age = Duration.between(confirmedAt, now);
    return age.isNegative() ? Duration.ZERO : age;
  }
}
