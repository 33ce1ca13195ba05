package org.stellaops.attestor.verification;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.json.JsonObject;
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

  private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(1);

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
    return objections().stream()
        .reduce((one, two) -> one.exitCode().worse(two.exitCode()) == one.exitCode() ? one : two);
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
        .map(check -> check.step().map(Step::label).orElse("-") + ": " + check.reason())
        .ifPresent(reason -> objections.add(new Objection(Failure.BAD_ATTESTATION, reason)));
    if (requirements.needsMirrorMatch() && !mirrorResult.isAnchored()) {
      objections.add(
          new Objection(
              mirrorResult.failureIfNotAnchored(), "not anchored: " + mirrorResult.reason()));
    }
    addIfTooOld(objections, "trusted root", Optional.of(ages().trustedRoot()));
    addIfTooOld(objections, "mirror", ages().mirror());
    return objections;
  }

  /**
   * Remarks that do not change the verdict: logs that have signed two histories, and verified times
   * after the local time.
   */
  public List<String> warnings() {
    return Stream.concat(
            mirrorResults.stream().flatMap(match -> match.warning().stream()).distinct(),
            futureTimes())
        .toList();
  }

  private Stream<String> futureTimes() {
    return result.timestamps().stream()
        .filter(each -> each.time().isAfter(decidedAt.plus(CLOCK_TOLERANCE)))
        .map(each ->
            "the verified time %s is after the local time %s; check the clock of this machine"
                .formatted(each.time(), decidedAt.truncatedTo(ChronoUnit.SECONDS)));
  }

  private void addIfTooOld(List<Objection> objections, String input, Optional<Duration> age) {
    age.filter(requirements::isTooOld)
        .map(actualAge ->
            "the %s is %dh old, and at most %s is allowed; provide a newer one"
                .formatted(input, actualAge.toHours(), requirements.maxAge().orElseThrow()))
        .ifPresent(reason -> objections.add(new Objection(Failure.STALE, reason)));
  }

  @Override
  public JsonObject toJson() {
    Optional<Objection> objection = worstObjection();
    return new JsonObject()
        .with("schema", SCHEMA)
        .with("verdict", label())
        .with("exitStatus", exitCode().number())
        .with("error", objection.map(each -> each.failure().label()))
        .with("reason", objection.map(Objection::reason))
        .with("problems", objections().stream().map(AttestationVerdict::objectionJson).toList())
        .with("warnings", warnings())
        .with("decidedAt", decidedAt)
        .with("artifact", Map.of("sha256", artifact.sha256().hex()))
        .with("bundle", Map.of("file", bundle, "sha256", bundleSha256.hex()))
        .with("signature", signatureJson())
        .with("included", includedJson())
        .with("anchored", anchoredJson())
        .with("trustedRoot", trustedRootJson())
        .with("ages", agesJson());
  }

  private static JsonObject objectionJson(Objection objection) {
    return new JsonObject()
        .with("error", objection.failure().label())
        .with("reason", objection.reason());
  }

  private JsonObject signatureJson() {
    return checkJson(result.signature())
        .with("identity", nullIfEmpty(result.identity()))
        .with("issuer", nullIfEmpty(result.issuer()))
        .with("predicateType", nullIfEmpty(result.predicateType()))
        .with("times", result.timestamps().stream().map(this::timeJson).toList());
  }

  private JsonObject timeJson(VerifiedTimestamp time) {
    return new JsonObject()
        .with("source", time.source())
        .with("time", time.time().toString())
        .with("ageSeconds", Duration.between(time.time(), decidedAt).toSeconds());
  }

  private JsonObject includedJson() {
    return checkJson(result.inclusion())
        .with("entries", result.entries().stream().map(AttestationVerdict::entryJson).toList());
  }

  private static JsonObject entryJson(VerifiedEntry entry) {
    Optional<SignedCheckpoint> checkpoint =
        entry.inclusion().map(VerifiedEntry.Inclusion::checkpoint);
    return new JsonObject()
        .with("log", entry.logName())
        .with("logIndex", entry.logIndex())
        .with("leafHash", entry.leafHash().hex())
        .with("origin", checkpoint.map(each -> each.origin().name()))
        .with("treeIndex", entry.inclusion().map(each -> each.proof().index()))
        .with("treeSize", checkpoint.map(each -> each.head().size()))
        .with("rootHash", checkpoint.map(each -> each.head().root().hex()));
  }

  private JsonObject anchoredJson() {
    return mirrorJson(mirrorResult())
        .with("entries", mirrorResults.stream().map(AttestationVerdict::mirrorJson).toList());
  }

  private static JsonObject mirrorJson(MirrorMatch mirrorResult) {
    Optional<MirroredHead> mirroredHead = mirrorResult.mirroredHead();
    return new JsonObject()
        .with("state", mirrorResult.state().label())
        .with("error", mirrorResult.failure().map(Failure::label))
        .with("reason", mirrorResult.reason())
        .with("backend", mirrorResult.backend())
        .with("mirroredSize", mirroredHead.map(each -> each.head().size()))
        .with("mirroredRootHash", mirroredHead.map(each -> each.head().root().hex()))
        .with("confirmedAt", mirroredHead.map(each -> each.confirmedAt().toString()));
  }

  private JsonObject trustedRootJson() {
    return new JsonObject()
        .with("source", trustedRoot.location())
        .with("sha256", trustedRoot.sha256().hex())
        .with("asOf", trustedRoot.asOf().toString())
        .with("ageSeconds", ages().trustedRoot().toSeconds());
  }

  private JsonObject agesJson() {
    InputAges ages = ages();
    return new JsonObject()
        .with("trustedRootSeconds", ages.trustedRoot().toSeconds())
        .with("mirrorSeconds", ages.mirror().map(Duration::toSeconds))
        .with("bundleSeconds", ages.bundle().map(Duration::toSeconds));
  }

  private static JsonObject checkJson(CheckResult checkResult) {
    return new JsonObject()
        .with("state", checkResult.state().label())
        .with("step", checkResult.step().map(Step::label))
        .with("reason", nullIfEmpty(checkResult.reason()));
  }

  private static @Nullable String nullIfEmpty(String text) {
    return text.isEmpty() ? null : text;
  }
}
