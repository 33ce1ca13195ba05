package org.stellaops.attestor.verdict;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.attestation.Artifact;
import org.stellaops.attestor.attestation.Step;
import org.stellaops.attestor.attestation.Verdict;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.tlog.Hash;

/**
 * All that is known about one attestation, and what follows from it.
 *
 * @param bundle where it came from, as it was named
 * @param bundleSha256 of its bytes
 * @param artifact what it is about
 * @param verdict what the bundle is worth on its own
 * @param entries how each of the verdict's entries stands to the mirrors, in their order
 * @param trust by which trusted root
 * @param requirements what has to hold beyond
 * @param at when, by this machine's clock
 */
public record Decision(
    String bundle,
    Hash bundleSha256,
    Artifact artifact,
    Verdict verdict,
    List<Anchored> entries,
    TrustInput trust,
    Requirements requirements,
    Instant at)
    implements Answer {
  /** What the JSON says that it is; also the type of the predicate of a signed verdict. */
  public static final String SCHEMA = "https://stella-ops.org/attestor/verdict/v1";

  /** Keeps the list as it is now. */
  public Decision {
    entries = List.copyOf(entries);
  }

  /** How the bundle stands to the mirrors. */
  public Anchored anchored() {
    return Anchored.of(entries);
  }

  /** How old everything is on which it rests. */
  public Ages ages() {
    return Ages.of(verdict, anchored(), trust, at);
  }

  @Override
  public Optional<Problem> problem() {
    List<Problem> problems = problems();
    ExitCode worst =
        problems.stream()
            .map(each -> each.failure().exitCode())
            .reduce(ExitCode.GOOD, ExitCode::worse);
    return problems.stream().filter(each -> each.failure().exitCode() == worst).findFirst();
  }

  /** Everything that stands against it. */
  public List<Problem> problems() {
    List<Problem> problems = new ArrayList<>();
    Anchored anchored = anchored();
    // a log with two histories is said first: its word about anything else is worth nothing
    anchored.failure().ifPresent(f -> problems.add(new Problem(f, anchored.reason())));
    verdict
        .refusal()
        .ifPresent(refusal ->
            problems.add(
                new Problem(
                    Failure.BAD_ATTESTATION,
                    refusal.step().map(Step::word).orElse("-") + ": " + refusal.reason())));
    if (requirements.anchored() && !anchored.holds()) {
      problems.add(new Problem(Failure.INCOMPLETE, "not anchored: " + anchored.reason()));
    }
    addIfOld(problems, "trusted root", Optional.of(ages().trustedRoot()));
    addIfOld(problems, "mirror", ages().mirror());
    return problems;
  }

  private void addIfOld(List<Problem> problems, String what, Optional<Duration> age) {
    age.filter(requirements::tooOld)
        .ifPresent(old ->
            problems.add(
                new Problem(
                    Failure.STALE,
                    "the "
                        + what
                        + " is "
                        + old.toHours()
                        + "h old, and at most "
                        + requirements.maxAge().orElseThrow()
                        + " is wanted; bring a newer one")));
  }

  @Override
  public Map<String, @Nullable Object> json() {
    return new DecisionJson(this).object();
  }
}
