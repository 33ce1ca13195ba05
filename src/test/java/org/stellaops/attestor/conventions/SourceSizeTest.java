package org.stellaops.attestor.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The size of classes and folders. A folder that can be read in one go needs no map. */
class SourceSizeTest {
  private static final Path MAIN = Path.of("src/main/java");
  private static final Path TEST = Path.of("src/test/java");

  private static final int MAX_CLASSES_PER_FOLDER = 40;
  private static final int MAX_MEDIAN_LINES = 66;
  private static final int MAX_LINES = 350;

  @Test
  void noFolderHasMoreThanFortyClasses() {
    Map<Path, Long> crowded =
        Stream.of(MAIN, TEST)
            .flatMap(root -> classes(root).stream())
            .collect(Collectors.groupingBy(Path::getParent, TreeMap::new, Collectors.counting()));
    crowded.values().removeIf(count -> count <= MAX_CLASSES_PER_FOLDER);
    assertThat(crowded).isEmpty();
  }

  @Test
  void medianClassIsShort() {
    List<Long> lines = classes(MAIN).stream().map(SourceSizeTest::lines).sorted().toList();
    assertThat(lines.get(lines.size() / 2)).isLessThanOrEqualTo(MAX_MEDIAN_LINES);
  }

  @Test
  void noClassIsLong() {
    assertThat(classes(MAIN)).filteredOn(file -> lines(file) > MAX_LINES).isEmpty();
  }

  @Test
  void noClassNameIsUsedTwice() {
    Map<String, List<Path>> byName =
        Stream.of(MAIN, TEST)
            .flatMap(root -> classes(root).stream())
            .collect(
                Collectors.groupingBy(
                    file -> file.getFileName().toString(), TreeMap::new, Collectors.toList()));
    byName.values().removeIf(files -> files.size() == 1);
    assertThat(byName).isEmpty();
  }

  private static List<Path> classes(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("package-info.java"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
