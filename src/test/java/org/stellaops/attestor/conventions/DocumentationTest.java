package org.stellaops.attestor.conventions;

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

/** Links, indexes and names in the documents, and the runbooks of the alerts, are correct. */
class DocumentationTest {
  private static final Path ALERTS = Path.of("config/monitoring/alerts.yml");
  private static final Path ALERT_TESTS = Path.of("config/monitoring/alerts.test.yml");

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);
  private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```");
  private static final Pattern ALERT = Pattern.compile("- alert: (\\w+)");
  private static final Pattern RUNBOOK = Pattern.compile("runbook_url: (\\S+)");

  /** A name of two words or more in code style, without a path or arguments. */
  private static final Pattern CLASS_NAME = Pattern.compile("`((?:[A-Z][a-z0-9]+){2,})`");

  private static final Set<String> FOREIGN_NAMES =
      Set.of("ArchiveRelocationMode", "CamelHttpPath", "CamelHttpUri");

  /** One assertion of an alert test, up to the next assertion or test. */
  private static final Pattern ALERT_ASSERTION =
      Pattern.compile("(?s)alertname: (\\w+)(.*?)(?=alertname: |- name: |$)");

  @Test
  void everyLinkResolves() throws IOException {
    List<String> brokenLinks = new ArrayList<>();
    for (Path document : documents()) {
      Path folder = document.toAbsolutePath().getParent();
      for (String target : findAll(LINK, prose(document))) {
        String[] parts = target.split("#", 2);
        Path file =
            parts[0].isEmpty() ? document.toAbsolutePath() : folder.resolve(parts[0]).normalize();
        if (!target.contains("://") && !resolves(file, parts)) {
          brokenLinks.add(document + ": " + target);
        }
      }
    }
    assertThat(brokenLinks).isEmpty();
  }

  @Test
  void everyDocumentIsInTheIndex() throws IOException {
    Set<String> indexedDocuments = new TreeSet<>(findAll(LINK, prose(Path.of("docs/README.md"))));

    try (Stream<Path> files = Files.list(Path.of("docs"))) {
      assertThat(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(name -> name.endsWith(".md") && !name.equals("README.md")))
          .isNotEmpty()
          .isSubsetOf(indexedDocuments);
    }
  }

  @Test
  void decisionsAreNumberedWithoutGapsAndIndexed() throws IOException {
    Path folder = Path.of("docs/decisions");
    List<String> records;
    try (Stream<Path> files = Files.list(folder)) {
      records =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> !name.equals("README.md"))
              .sorted()
              .toList();
    }
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < records.size(); i++) {
      String title = Files.readAllLines(folder.resolve(records.get(i))).get(0);
      String prefix = "# " + (i + 1) + ". ";

      assertThat(records.get(i)).startsWith(String.format(Locale.ROOT, "%04d-", i + 1));
      assertThat(title).startsWith(prefix);
      rows.add(
          "| "
              + (i + 1)
              + " | ["
              + title.substring(prefix.length())
              + "]("
              + records.get(i)
              + ") |");
    }
    String index = Files.readString(folder.resolve("README.md"));
    assertThat(rows).isNotEmpty().allSatisfy(row -> assertThat(index).contains(row));
  }

  /** Documents are not renamed with the code, so this test finds names that no longer exist. */
  @Test
  void classesNamedInDocumentsExist() throws IOException {
    Set<String> classes;
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      classes =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".java"))
              .map(name -> name.substring(0, name.length() - ".java".length()))
              .collect(Collectors.toSet());
    }
    List<String> unknown = new ArrayList<>();
    for (Path document : documents()) {
      for (String name : findAll(CLASS_NAME, prose(document))) {
        if (!classes.contains(name) && !FOREIGN_NAMES.contains(name)) {
          unknown.add(document + ": " + name);
        }
      }
    }
    assertThat(unknown).isEmpty();
  }

  @Test
  void everyAlertLinksToAnExistingRunbook() throws IOException {
    String rules = Files.readString(ALERTS);
    List<String> runbooks = findAll(RUNBOOK, rules);

    assertThat(runbooks).hasSameSizeAs(findAll(ALERT, rules)).hasSizeGreaterThan(10);
    assertThat(runbooks)
        .allSatisfy(target -> {
          String[] parts = target.split("#", 2);
          assertThat(resolves(Path.of(parts[0]), parts)).as(target).isTrue();
        });
  }

  @Test
  void everyAlertIsTestedFiringAndSilent() throws IOException {
    List<String> alerts = findAll(ALERT, Files.readString(ALERTS));
    String tests = Files.readString(ALERT_TESTS);

    Set<String> firing = new TreeSet<>();
    Set<String> silent = new TreeSet<>();
    ALERT_ASSERTION
        .matcher(tests)
        .results()
        .forEach(assertion ->
            (assertion.group(2).contains("exp_alerts:") ? firing : silent).add(assertion.group(1)));
    assertThat(firing).containsExactlyInAnyOrderElementsOf(alerts);
    assertThat(silent).containsExactlyInAnyOrderElementsOf(alerts);
  }

  private static boolean resolves(Path file, String[] parts) throws IOException {
    return Files.exists(file) && (parts.length == 1 || anchors(file).contains(parts[1]));
  }

  /** The anchors that GitHub generates from headings. */
  private static Set<String> anchors(Path file) throws IOException {
    return findAll(HEADING, prose(file)).stream()
        .map(heading -> heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 _-]", ""))
        .map(heading -> heading.replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  /** The text without fenced blocks. */
  private static String prose(Path file) throws IOException {
    return FENCED.matcher(Files.readString(file)).replaceAll("");
  }

  private static List<String> findAll(Pattern pattern, String text) {
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
