package org.stellaops.attestor.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Words that a technical writer would not use in messages, help, comments, routes and documents.
 * Applied database migrations are exempt, because Flyway checks their checksums.
 */
class BannedWordsTest {
  private static final Pattern BANNED =
      Pattern.compile(
          "(?i)(?<!`)\\b(whoever|nobody|somebody|anew|is told of|are told of|condemns?"
              + "|draw(s|n)? up|as yet|out of sight|comes? to nothing)\\b");

  private static final List<String> SHIPPED =
      List.of(
          "src/main/java",
          "src/main/resources",
          "bin",
          ".ci",
          "config",
          "docs",
          "pom.xml",
          "README.md",
          "CONTRIBUTING.md",
          "CHANGELOG.md");

  @Test
  void shippedTextHasNoBannedWord() {
    List<String> found = new ArrayList<>();
    SHIPPED.stream().flatMap(root -> files(Path.of(root))).forEach(file -> search(file, found));
    assertThat(found).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Whoever writes", "begins anew", "tiles are drawn up", "is told of it"})
  void findsBannedWords(String text) {
    assertThat(BANNED.matcher(text).find()).isTrue();
  }

  @Test
  void allowsTheUserNobody() {
    assertThat(BANNED.matcher("runs as `nobody`").find()).isFalse();
  }

  private static Stream<Path> files(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.toString().contains("/migration/"))
          .filter(file -> !file.toString().matches(".*\\.(png|svg|json|gz|zst|sql\\.gz)"))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void search(Path file, List<String> found) {
    try {
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        if (BANNED.matcher(lines.get(i)).find()) {
          found.add(file + ":" + (i + 1) + ": " + lines.get(i).strip());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
