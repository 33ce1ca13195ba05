package org.stellaops.attestor.verification;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.stellaops.attestor.mirror.lookup.MirrorMatch;
import org.stellaops.attestor.sigstore.VerificationResult;
import org.stellaops.attestor.sigstore.VerifiedTimestamp;

/**
 * The ages of the inputs of a verdict; zero for times in the future.
 *
 * @param trustedRoot time since the file was last modified, or since the date of the built-in copy
 * @param mirror time since the mirrored head was last confirmed; empty if no mirror was compared
 * @param bundle time since the earliest verified timestamp; empty if there is none
 */
public record InputAges(
    Duration trustedRoot, Optional<Duration> mirror, Optional<Duration> bundle) {
  static InputAges of(
      VerificationResult verdict, MirrorMatch anchored, TrustedRootSource trust, Instant now) {
    return new InputAges(
        ageAt(trust.asOf(), now),
        anchored.mirroredHead().map(head -> head.age(now)),
        verdict.timestamps().stream()
            .map(VerifiedTimestamp::time)
            .min(Comparator.naturalOrder())
            .map(time -> ageAt(time, now)));
  }

  private static Duration ageAt(Instant then, Instant now) {
    Duration age = Duration.between(then, now);
    return age.isNegative() ? Duration.ZERO : age;
  }
}
