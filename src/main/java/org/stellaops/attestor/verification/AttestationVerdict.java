package org.stellaops.attestor.verification;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.MirroredHead;
import org.stellaops.attestor.mirror.lookup.MirrorMatch;
import org.stellaops.attestor.sigstore.Artifact;
import org.stellaops.attestor.sigstore.CheckResult;
import org.stellaops.attestor.sigstore.Step;
import org.stellaops.attestor.sigstore.VerificationResult;
import org.stellaops.attestor.sigstore.VerifiedEntry;
import org.stellaops.attestor.sigstore.VerifiedTimestamp;
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

  /** The JSON form of a verdict, see {@code docs/verdict.md}. */
  private record VerdictJson(AttestationVerdict verdict) {
    Map<String, @Nullable Object> toJson() {
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      Optional<Objection> objection = verdict.worstObjection();
      json.put("schema", AttestationVerdict.SCHEMA);
      json.put("verdict", verdict.label());
      json.put("exitStatus", verdict.exitCode().number());
      json.put("error", objection.map(each -> each.failure().label()).orElse(null));
      json.put("reason", objection.map(Objection::reason).orElse(null));
      json.put("problems", verdict.objections().stream().map(VerdictJson::objection).toList());
      json.put("decidedAt", verdict.decidedAt().toString());
      json.put("artifact", Map.of("sha256", verdict.artifact().sha256().hex()));
      json.put("bundle", Map.of("file", verdict.bundle(), "sha256", verdict.bundleSha256().hex()));
      json.put("signature", signature());
      json.put("included", included());
      json.put("anchored", anchored());
      json.put("trustedRoot", trustedRoot());
      json.put("ages", ages());
      return json;
    }

    private static Map<String, Object> objection(Objection objection) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("error", objection.failure().label());
      json.put("reason", objection.reason());
      return json;
    }

    private Map<String, @Nullable Object> signature() {
      Map<String, @Nullable Object> json = checkResult(verdict.result().signature());
      json.put("identity", nullIfEmpty(verdict.result().identity()));
      json.put("issuer", nullIfEmpty(verdict.result().issuer()));
      json.put("predicateType", nullIfEmpty(verdict.result().predicateType()));
      json.put("times", verdict.result().timestamps().stream().map(this::time).toList());
      return json;
    }

    private Map<String, Object> time(VerifiedTimestamp time) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("source", time.source());
      json.put("time", time.time().toString());
      json.put("ageSeconds", Duration.between(time.time(), verdict.decidedAt()).toSeconds());
      return json;
    }

    private Map<String, @Nullable Object> included() {
      Map<String, @Nullable Object> json = checkResult(verdict.result().inclusion());
      json.put("entries", verdict.result().entries().stream().map(VerdictJson::entry).toList());
      return json;
    }

    private static Map<String, @Nullable Object> entry(VerifiedEntry entry) {
      Optional<SignedCheckpoint> checkpoint =
          entry.inclusion().map(VerifiedEntry.Inclusion::checkpoint);
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put("log", entry.logName());
      json.put("logIndex", entry.logIndex());
      json.put("leafHash", entry.leafHash().hex());
      json.put("origin", checkpoint.map(each -> each.origin().name()).orElse(null));
      json.put("treeIndex", entry.inclusion().map(each -> each.proof().index()).orElse(null));
      json.put("treeSize", checkpoint.map(each -> each.head().size()).orElse(null));
      json.put("rootHash", checkpoint.map(each -> each.head().root().hex()).orElse(null));
      return json;
    }

    private Map<String, @Nullable Object> anchored() {
      Map<String, @Nullable Object> json = mirrorResult(verdict.mirrorResult());
      List<Map<String, @Nullable Object>> entries = new ArrayList<>();
      verdict.mirrorResults().forEach(each -> entries.add(mirrorResult(each)));
      json.put("entries", entries);
      return json;
    }

    private Map<String, @Nullable Object> mirrorResult(MirrorMatch mirrorResult) {
      Optional<MirroredHead> mirroredHead = mirrorResult.mirroredHead();
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put("state", mirrorResult.state().label());
      json.put("error", mirrorResult.failure().map(Failure::label).orElse(null));
      json.put("reason", mirrorResult.reason());
      json.put("backend", mirrorResult.backend().orElse(null));
      json.put("mirroredSize", mirroredHead.map(each -> each.head().size()).orElse(null));
      json.put("mirroredRootHash", mirroredHead.map(each -> each.head().root().hex()).orElse(null));
      json.put("confirmedAt", mirroredHead.map(each -> each.confirmedAt().toString()).orElse(null));
      return json;
    }

    private Map<String, Object> trustedRoot() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("source", verdict.trustedRoot().location());
      json.put("sha256", verdict.trustedRoot().sha256().hex());
      json.put("asOf", verdict.trustedRoot().asOf().toString());
      json.put("ageSeconds", verdict.ages().trustedRoot().toSeconds());
      return json;
    }

    private Map<String, @Nullable Object> ages() {
      InputAges ages = verdict.ages();
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put("trustedRootSeconds", ages.trustedRoot().toSeconds());
      json.put("mirrorSeconds", ages.mirror().map(Duration::toSeconds).orElse(null));
      json.put("bundleSeconds", ages.bundle().map(Duration::toSeconds).orElse(null));
      return json;
    }

    private static Map<String, @Nullable Object> checkResult(CheckResult checkResult) {
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put("state", checkResult.state().label());
      json.put("step", checkResult.step().map(Step::label).orElse(null));
      json.put("reason", nullIfEmpty(checkResult.reason()));
      return json;
    }

    private static @Nullable String nullIfEmpty(String text) {
      return text.isEmpty() ? null : text;
    }
  }
}
