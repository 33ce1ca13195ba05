package org.stellaops.attestor.verification;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.stellaops.attestor.mirror.lookup.MirrorMatch;
import org.stellaops.attestor.sigstore.VerificationResult;
import org.stellaops.attestor.sigstore.VerifiedTimestamp;

/**
 * How old everything is on which a decision rests. Never negative, whatever the clocks say.
 *
 * @param trustedRoot since it was brought here, or since the day of the program's own copy
 * @param mirror since the mirror was last found to be all that the log showed; empty if none was
 *     compared with
 * @param bundle since the first proved time of the signature; empty if nobody has signed one
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
