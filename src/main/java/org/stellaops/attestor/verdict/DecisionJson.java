package org.stellaops.attestor.verdict;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.attestation.Finding;
import org.stellaops.attestor.attestation.Included;
import org.stellaops.attestor.attestation.ProvedTime;
import org.stellaops.attestor.attestation.Step;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.MirroredHead;

/** A decision with the names of {@code docs/verdict.md}. */
record DecisionJson(Decision decision) {
  Map<String, @Nullable Object> object() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    Optional<Problem> problem = decision.problem();
    json.put("schema", Decision.SCHEMA);
    json.put("verdict", decision.word());
    json.put("exitStatus", decision.exit().number());
    json.put("error", problem.map(each -> each.failure().word()).orElse(null));
    json.put("reason", problem.map(Problem::reason).orElse(null));
    json.put("problems", decision.problems().stream().map(DecisionJson::problem).toList());
    json.put("decidedAt", decision.at().toString());
    json.put("artifact", Map.of("sha256", decision.artifact().sha256().hex()));
    json.put("bundle", Map.of("file", decision.bundle(), "sha256", decision.bundleSha256().hex()));
    json.put("signature", signature());
    json.put("included", included());
    json.put("anchored", anchored());
    json.put("trustedRoot", trustedRoot());
    json.put("ages", ages());
    return json;
  }

  private static Map<String, Object> problem(Problem problem) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("error", problem.failure().word());
    json.put("reason", problem.reason());
    return json;
  }

  private Map<String, @Nullable Object> signature() {
    Map<String, @Nullable Object> json = finding(decision.verdict().signature());
    json.put("identity", orNull(decision.verdict().identity()));
    json.put("issuer", orNull(decision.verdict().issuer()));
    json.put("predicateType", orNull(decision.verdict().predicateType()));
    json.put("times", decision.verdict().times().stream().map(this::time).toList());
    return json;
  }

  private Map<String, Object> time(ProvedTime time) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("source", time.source());
    json.put("time", time.time().toString());
    json.put("ageSeconds", Duration.between(time.time(), decision.at()).toSeconds());
    return json;
  }

  private Map<String, @Nullable Object> included() {
    Map<String, @Nullable Object> json = finding(decision.verdict().included());
    json.put("entries", decision.verdict().entries().stream().map(DecisionJson::entry).toList());
    return json;
  }

  private static Map<String, @Nullable Object> entry(Included entry) {
    Optional<SignedCheckpoint> checkpoint = entry.place().map(Included.Place::checkpoint);
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("log", entry.log());
    json.put("logIndex", entry.index());
    json.put("leafHash", entry.leafHash().hex());
    json.put("origin", checkpoint.map(each -> each.origin().name()).orElse(null));
    json.put("treeIndex", entry.place().map(each -> each.proof().index()).orElse(null));
    json.put("treeSize", checkpoint.map(each -> each.head().size()).orElse(null));
    json.put("rootHash", checkpoint.map(each -> each.head().root().hex()).orElse(null));
    return json;
  }

  private Map<String, @Nullable Object> anchored() {
    Map<String, @Nullable Object> json = answer(decision.anchored());
    List<Map<String, @Nullable Object>> entries = new ArrayList<>();
    decision.entries().forEach(each -> entries.add(answer(each)));
    json.put("entries", entries);
    return json;
  }

  private Map<String, @Nullable Object> answer(Anchored anchored) {
    Optional<MirroredHead> mirror = anchored.mirror();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("state", anchored.state().word());
    json.put("error", anchored.failure().map(Failure::word).orElse(null));
    json.put("reason", anchored.reason());
    json.put("backend", anchored.backend().orElse(null));
    json.put("mirroredSize", mirror.map(each -> each.head().size()).orElse(null));
    json.put("mirroredRootHash", mirror.map(each -> each.head().root().hex()).orElse(null));
    json.put("confirmedAt", mirror.map(each -> each.confirmedAt().toString()).orElse(null));
    return json;
  }

  private Map<String, Object> trustedRoot() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("source", decision.trust().source());
    json.put("sha256", decision.trust().sha256().hex());
    json.put("asOf", decision.trust().asOf().toString());
    json.put("ageSeconds", decision.ages().trustedRoot().toSeconds());
    return json;
  }

  private Map<String, @Nullable Object> ages() {
    Ages ages = decision.ages();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("trustedRootSeconds", ages.trustedRoot().toSeconds());
    json.put("mirrorSeconds", ages.mirror().map(Duration::toSeconds).orElse(null));
    json.put("bundleSeconds", ages.bundle().map(Duration::toSeconds).orElse(null));
    return json;
  }

  private static Map<String, @Nullable Object> finding(Finding finding) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("state", finding.state().word());
    json.put("step", finding.step().map(Step::word).orElse(null));
    json.put("reason", orNull(finding.reason()));
    return json;
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
