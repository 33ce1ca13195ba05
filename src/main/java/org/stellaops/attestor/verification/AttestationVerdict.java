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
 * The verdict about one attestation, with all inputs and results.
 *
 * @param bundle name of the bundle, as passed by the caller
 * @param bundleSha256 SHA-256 digest of the bundle
 * @param artifact the artifact
 * @param result result of verifying the bundle
 * @param mirrorResults comparison of each verified entry with the mirrors, in the order of the
 *     entries
 * @param trustedRoot the trusted root
 * @param requirements the additional requirements
 * @param decidedAt time of the verdict, by this machine's clock
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
  /** The schema of the JSON, and the predicate type of a signed verdict. */
  public static final String SCHEMA = "https://stella-ops.org/attestor/verdict/v1";

  /** Copies the list. */
  public AttestationVerdict {
    mirrorResults = List.copyOf(mirrorResults);
  }

  /** The combined result of the comparison with the mirrors. */
  public MirrorMatch mirrorResult() {
    return MirrorMatch.combine(mirrorResults);
  }

  /** The ages of the inputs. */
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

  /** All objections. */
  public List<Objection> objections() {
    List<Objection> objections = new ArrayList<>();
    MirrorMatch mirrorResult = mirrorResult();
    // a split view comes first: nothing that such a log signs can be relied on
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
                        + " is allowed; provide a newer one")));
  }

  @Override
  public Map<String, @Nullable Object> toJson() {
    return new VerdictJson(this).toJson();
  }
}
