package org.stellaops.attestor.verdict;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.stellaops.attestor.attestation.ProvedTime;
import org.stellaops.attestor.attestation.Verdict;

/**
 * How old everything is on which a decision rests. Never negative, whatever the clocks say.
 *
 * @param trustedRoot since it was brought here, or since the day of the program's own copy
 * @param mirror since the mirror was last found to be all that the log showed; empty if none was
 *     compared with
 * @param bundle since the first proved time of the signature; empty if nobody has signed one
 */
public record Ages(Duration trustedRoot, Optional<Duration> mirror, Optional<Duration> bundle) {
  static Ages of(Verdict verdict, Anchored anchored, TrustInput trust, Instant now) {
    return new Ages(
        between(trust.asOf(), now),
        anchored.mirror().map(head -> head.age(now)),
        verdict.times().stream()
            .map(ProvedTime::time)
            .min(Comparator.naturalOrder())
            .map(time -> between(time, now)));
  }

  private static Duration between(Instant then, Instant now) {
    Duration age = Duration.between(then, now);
    return age.isNegative() ? Duration.ZERO : age;
  }
}
