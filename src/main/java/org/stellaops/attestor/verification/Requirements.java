package org.stellaops.attestor.verification;

import java.time.Duration;
import java.util.Optional;

/**
 * What has to hold beyond a good signature and a good entry.
 *
 * @param maxAge the greatest age of the trusted root, and of the mirrored checkpoint that was
 *     compared with; empty if any will do
 * @param needsMirrorMatch whether a mirror must have the same log and the same entry
 */
public record Requirements(Optional<Duration> maxAge, boolean needsMirrorMatch) {
  /** Nothing beyond. */
  public static final Requirements NONE = new Requirements(Optional.empty(), false);

  boolean isTooOld(Duration age) {
    return maxAge.isPresent() && age.compareTo(maxAge.get()) > 0;
  }
}
