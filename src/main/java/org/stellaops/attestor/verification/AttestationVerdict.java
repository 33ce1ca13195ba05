package org.stellaops.attestor.verification;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.lookup.MirrorMatch;
import org.stellaops.attestor.sigstore.Artifact;
import org.stellaops.attestor.sigstore.Step;
import org.stellaops.attestor.sigstore.VerificationResult;
import org.stellaops.attestor.tlog.Hash;

/**
 * All that is known about one attestation, and what follows from it.
 *
 * @param bundle where it came from, as it was named
 * @param bundleSha256 of its bytes
 * @param artifact what it is about
 * @param result what the bundle is worth on its own
 * @param mirrorResults how each of the verdict's entries stands to the mirrors, in their order
 * @param trustedRoot by which trusted root
 * @param requirements what has to hold beyond
 * @param decidedAt when, by this machine's clock
 */
public record AttestationVerdict(
    String bundle,
    Hash bundleSha256,
    Artifact artifact,
    VerificationResult result,
    List<MirrorMatch> mirrorResults,
    TrustedRootSource trustedRoot,
    Requirements requirements,
    Instant decidedAt)
    implements Outcome {
  /** What the JSON says that it is; also the type of the predicate of a signed verdict. */
  public static final String SCHEMA = "https://stella-ops.org/attestor/verdict/v1";

  /** Keeps the list as it is now. */
  public AttestationVerdict {
    mirrorResults = List.copyOf(mirrorResults);
  }

  /** How the bundle stands to the mirrors. */
  public MirrorMatch mirrorResult() {
    return MirrorMatch.combine(mirrorResults);
  }

  /** How old everything is on which it rests. */
  public InputAges ages() {
    return InputAges.of(result, mirrorResult(), trustedRoot, decidedAt);
  }

  @Override
  public Optional<Objection> worstObjection() {
    List<Objection> objections = objections();
    ExitCode worstExitCode =
        objections.stream()
            .map(each -> each.failure().exitCode())
            .reduce(ExitCode.SUCCESS, ExitCode::worse);
    return objections.stream()
        .filter(each -> each.failure().exitCode() == worstExitCode)
        .findFirst();
  }

  /** Everything that stands against it. */
  public List<Objection> objections() {
    List<Objection> objections = new ArrayList<>();
    MirrorMatch mirrorResult = mirrorResult();
    // a log with two histories is said first: its word about anything else is worth nothing
    mirrorResult
        .failure()
        .ifPresent(failure -> objections.add(new Objection(failure, mirrorResult.reason())));
    result
        .refusedCheck()
        .ifPresent(refusedCheck ->
            objections.add(
                new Objection(
                    Failure.BAD_ATTESTATION,
                    refusedCheck.step().map(Step::label).orElse("-")
                        + ": "
                        + refusedCheck.reason())));
    if (requirements.needsMirrorMatch() && !mirrorResult.isAnchored()) {
      objections.add(new Objection(Failure.INCOMPLETE, "not anchored: " + mirrorResult.reason()));
    }
    addIfTooOld(objections, "trusted root", Optional.of(ages().trustedRoot()));
    addIfTooOld(objections, "mirror", ages().mirror());
    return objections;
  }

  private void addIfTooOld(List<Objection> objections, String input, Optional<Duration> age) {
    age.filter(requirements::isTooOld)
        .ifPresent(actualAge ->
            objections.add(
                new Objection(
                    Failure.STALE,
                    "the "
                        + input
                        + " is "
                        + actualAge.toHours()
                        + "h old, and at most "
                        + requirements.maxAge().orElseThrow()
                        + " is wanted; bring a newer one")));
  }

  @Override
  public Map<String, @Nullable Object> toJson() {
    return new VerdictJson(this).toJson();
  }
}
