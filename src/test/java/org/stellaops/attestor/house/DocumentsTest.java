package org.stellaops.attestor.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever follows a link, at night from an alert, finds what it promises. */
class DocumentsTest {
  private static final Path ALERTS = Path.of("config/monitoring/alerts.yml");
  private static final Path ALERT_TESTS = Path.of("config/monitoring/alerts.test.yml");

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);
  private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```");
  private static final Pattern ALERT = Pattern.compile("- alert: (\\w+)");
  private static final Pattern RUNBOOK = Pattern.compile("runbook_url: (\\S+)");

  /** One question of a test, up to the next one or the next test. */
  private static final Pattern ASKED =
      Pattern.compile("(?s)alertname: (\\w+)(.*?)(?=alertname: |- name: |$)");

  @Test
  void everyLinkOfADocumentLeadsSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path document : documents()) {
      Path folder = document.toAbsolutePath().getParent();
      for (String target : all(LINK, prose(document))) {
        String[] parts = target.split("#", 2);
        Path file =
            parts[0].isEmpty() ? document.toAbsolutePath() : folder.resolve(parts[0]).normalize();
        if (!target.contains("://") && !leads(file, parts)) {
          broken.add(document + ": " + target);
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void everyDocumentIsInTheIndex() throws IOException {
    Set<String> indexed = new TreeSet<>(all(LINK, prose(Path.of("docs/README.md"))));

    try (Stream<Path> files = Files.list(Path.of("docs"))) {
      assertThat(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(name -> name.endsWith(".md") && !name.equals("README.md")))
          .isNotEmpty()
          .isSubsetOf(indexed);
    }
  }

  @Test
  void everyAlertHasARunbookThatIsThere() throws IOException {
    String rules = Files.readString(ALERTS);
    List<String> runbooks = all(RUNBOOK, rules);

    assertThat(runbooks).hasSameSizeAs(all(ALERT, rules)).hasSizeGreaterThan(10);
    assertThat(runbooks)
        .allSatisfy(target -> {
          String[] parts = target.split("#", 2);
          assertThat(leads(Path.of(parts[0]), parts)).as(target).isTrue();
        });
  }

  @Test
  void everyAlertIsTriedFiringAndSilent() throws IOException {
    List<String> alerts = all(ALERT, Files.readString(ALERTS));
    String tests = Files.readString(ALERT_TESTS);

    Set<String> firing = new TreeSet<>();
    Set<String> silent = new TreeSet<>();
    ASKED
        .matcher(tests)
        .results()
        .forEach(asked ->
            (asked.group(2).contains("exp_alerts:") ? firing : silent).add(asked.group(1)));
    assertThat(firing).containsExactlyInAnyOrderElementsOf(alerts);
    assertThat(silent).containsExactlyInAnyOrderElementsOf(alerts);
  }

  private static boolean leads(Path file, String[] parts) throws IOException {
    return Files.exists(file) && (parts.length == 1 || anchors(file).contains(parts[1]));
  }

  /** As GitHub makes them from headings. */
  private static Set<String> anchors(Path file) throws IOException {
    return all(HEADING, prose(file)).stream()
        .map(heading -> heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 _-]", ""))
        .map(heading -> heading.replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  /** Without what is shown in fences. */
  private static String prose(Path file) throws IOException {
    return FENCED.matcher(Files.readString(file)).replaceAll("");
  }

  private static List<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult found) -> found.group(1)).toList();
  }

  private static List<Path> documents() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("docs"))) {
      return Stream.concat(
              Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md").map(Path::of),
              files.filter(file -> file.toString().endsWith(".md")))
          .toList();
    }
  }
}
