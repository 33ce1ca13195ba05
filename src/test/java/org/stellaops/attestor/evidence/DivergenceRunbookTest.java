package org.stellaops.attestor.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Evidence;
import org.stellaops.attestor.mirror.store.StoredEvidence;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.testlog.FakeLog;

/** The runbook has a complete section for every failure class that a cycle can report. */
class DivergenceRunbookTest {
  private static final Path RUNBOOK = Path.of("docs/divergence-runbook.md");
  private static final Pattern SECTION =
      Pattern.compile("^### `([a-z_]+)`\n(.*?)(?=^##)", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern ROW = Pattern.compile("^\\| `([a-z_]+)` \\|", Pattern.MULTILINE);
  private static final Pattern JSON = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);

  /** No cycle over a log ends with these. */
  private static final Set<Failure> OF_OTHER_WORK =
      EnumSet.of(
          Failure.CONFIGURATION, Failure.BAD_BUNDLE, Failure.NOT_INCLUDED, Failure.BAD_ATTESTATION);

  /** These say nothing of what the log has signed. */
  private static final Set<Failure> OPERATIONAL =
      EnumSet.of(
          Failure.NETWORK,
          Failure.STORE,
          Failure.DISK,
          Failure.BUSY,
          Failure.DAMAGED,
          Failure.CACHE_FULL,
          Failure.INCOMPLETE,
          Failure.INTERNAL);

  private static String runbook;
  private static Map<String, String> sections;

  @BeforeAll
  static void readRunbook() throws IOException {
    runbook = Files.readString(RUNBOOK);
    sections =
        SECTION
            .matcher(runbook)
            .results()
            .collect(Collectors.toMap(match -> match.group(1), match -> match.group(2)));
  }

  /** Ways to fail, and the one good verdict that somebody has to look at. */
  static Stream<String> classes() {
    Stream<String> failures =
        EnumSet.complementOf(EnumSet.copyOf(OF_OTHER_WORK)).stream()
            .filter(failure -> !OPERATIONAL.contains(failure))
            .map(Failure::label);
    return Stream.concat(failures, Stream.of("first_contact"));
  }

  @ParameterizedTest
  @MethodSource("classes")
  void everyClassHasCompleteSection(String word) {
    assertThat(sections.get(word))
        .as("section of " + word)
        .isNotNull()
        .containsSubsequence("**Meaning:**", "**Check**", "**Run**", "**Contact**");
  }

  @Test
  void sectionsAndRowsUseKnownClassesOnly() {
    assertThat(sections.keySet()).containsExactlyInAnyOrderElementsOf(classes().toList());
    assertThat(ROW.matcher(runbook).results().map(row -> row.group(1)))
        .containsExactlyInAnyOrderElementsOf(OPERATIONAL.stream().map(Failure::label).toList());
  }

  @Test
  void webhookSendsWhatRunbookShows() throws JsonProcessingException {
    FakeLog log = FakeLog.named("shown.example/log").grow(600);
    AlertEvent rollback = event(log, log.fork(300).grow(100));
    MatchResult shown = JSON.matcher(runbook).results().findFirst().orElseThrow();

    assertThat(keys(rollback.json())).isEqualTo(keys(shown.group(1)));
    assertThat(keys(event(log, log.fork(300).grow(400)).json()))
        .contains("treeSize", "knownTreeSize")
        .doesNotContain("previousTreeSize", "attemptedTreeSize");
  }

  @Test
  void runbookListsAllEventTypes() {
    FakeLog log = FakeLog.named("shown.example/log").grow(600);
    FakeLog other = log.fork(300).grow(100);

    assertThat(
            Stream.of(
                event(log, other),
                event(log, log.fork(599).grow(1)),
                new AlertEvent(kept(Failure.CROSS_LOG_DIVERGENCE, log, other))))
        .extracting(AlertEvent::type)
        .containsExactly(
            "rekor.checkpoint.rollback",
            "rekor.checkpoint.divergence",
            "rekor.checkpoint.cross_log_divergence")
        .allSatisfy(type -> assertThat(runbook).contains("| `" + type + "` |"));
  }

  private static AlertEvent event(FakeLog known, FakeLog shown) {
    return new AlertEvent(kept(Failure.SPLIT_VIEW, known, shown));
  }

  private static StoredEvidence kept(Failure kind, FakeLog known, FakeLog shown) {
    Evidence evidence =
        new Evidence(
            kind,
            known.identity().origin(),
            "shown",
            Instant.EPOCH,
            "http://shown.example/checkpoint",
            note(known),
            note(shown),
            Map.of());
    return new StoredEvidence(1, evidence, Optional.empty());
  }

  private static SignedNote note(FakeLog log) {
    return log.identity().open(log.checkpoint(), List.of()).note();
  }

  private static List<String> keys(String json) throws JsonProcessingException {
    return new ObjectMapper().readTree(json).properties().stream().map(Map.Entry::getKey).toList();
  }
}
