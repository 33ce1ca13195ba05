package org.stellaops.attestor.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pictures and tables of {@code docs/architecture.md} show the packages, routes and tables. */
class ArchitectureDocumentTest {
  private static final Path SOURCES = Path.of("src/main/java/org/stellaops/attestor");
  private static final Path ROUTES = Path.of("src/main/resources/routes");
  private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");

  private static final Pattern LEVEL = Pattern.compile("(?m)^  L\\d+\\[\"(.*)\"\\]$");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z_.]+)` \\|");
  private static final Pattern ROUTE_NODE =
      Pattern.compile("\\b[a-z]+(?:-[a-z]+)+\\b|\\bdownload\\b");
  private static final Pattern ROUTE_ID = Pattern.compile("(?m)^- route:\\n    id: (\\S+)$");
  private static final Pattern CREATED = Pattern.compile("(?m)^create table (\\w+)");

  @Test
  void picturesPackagesByLevel() throws IOException {
    List<Set<String>> pictured =
        findAll(LEVEL, section("Packages")).stream()
            .map(level -> Set.of(level.split(" · ")))
            .collect(Collectors.toCollection(ArrayList::new));
    Collections.reverse(pictured);

    assertThat(pictured).isEqualTo(Layers.LEVELS);
  }

  @Test
  void listsEveryPackage() throws IOException {
    Set<String> packages;
    try (Stream<Path> files = Files.walk(SOURCES)) {
      packages =
          files
              .filter(file -> file.endsWith("package-info.java"))
              .map(file -> SOURCES.relativize(file.getParent()).toString().replace('/', '.'))
              .collect(Collectors.toCollection(TreeSet::new));
    }
    assertThat(findAll(ROW, section("Packages")))
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(packages);
  }

  @Test
  void picturesExistingRoutes() throws IOException {
    Set<String> routes = new TreeSet<>();
    try (Stream<Path> files = Files.walk(ROUTES)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        routes.addAll(findAll(ROUTE_ID, Files.readString(file)));
      }
    }
    String section = section("Routes");
    String picture =
        section.substring(section.indexOf("flowchart LR\n") + 13, section.lastIndexOf("```"));
    List<String> pictured =
        ROUTE_NODE.matcher(picture).results().map(match -> match.group()).toList();

    assertThat(pictured).hasSizeGreaterThan(20).isSubsetOf(routes);
  }

  @Test
  void listsEveryTable() throws IOException {
    Set<String> tables = new TreeSet<>();
    try (Stream<Path> files = Files.list(MIGRATIONS)) {
      for (Path file : files.toList()) {
        tables.addAll(findAll(CREATED, Files.readString(file)));
      }
    }
    String section = section("Tables");

    assertThat(findAll(ROW, section)).containsExactlyInAnyOrderElementsOf(tables);
    assertThat(tables)
        .allSatisfy(table ->
            assertThat(section.substring(0, section.lastIndexOf("```"))).contains(" " + table));
  }

  private static String section(String heading) throws IOException {
    String document = Files.readString(Path.of("docs/architecture.md"));
    int start = document.indexOf("\n## " + heading + "\n");
    assertThat(start).as(heading).isPositive();
    return document.substring(start, document.indexOf("\n## ", start + 1));
  }

  private static List<String> findAll(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group(1)).toList();
  }
}
