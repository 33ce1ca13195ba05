package org.stellaops.attestor.verification;

import java.time.Duration;
import java.util.Optional;

/**
 * Requirements in addition to a valid signature and entry.
 *
 * @param maxAge maximum age of the trusted root and of the mirrored head; empty for any
 * @param needsMirrorMatch whether the entry must be anchored in a mirror
 */
public record Requirements(Optional<Duration> maxAge, boolean needsMirrorMatch) {
  boolean isTooOld(Duration age) {
    return maxAge.isPresent() && age.compareTo(maxAge.get()) > 0;
  }
}
