package org.stellaops.attestor.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PackageInfoTest {
  private static final Path MAIN = Path.of("src/main/java");

  @ParameterizedTest
  @MethodSource("packages")
  void everyPackageIsDocumented(Path folder) throws IOException {
    Path file = folder.resolve("package-info.java");

    assertThat(file).exists();
    assertThat(linesOfText(Files.readString(file)))
        .as("lines of text in %s", file)
        .hasSizeGreaterThanOrEqualTo(10);
  }

  @ParameterizedTest
  @MethodSource("packages")
  void everyPackageIsNullMarked(Path folder) {
    assertThat(folder.resolve("package-info.java")).content().contains("\n@NullMarked\n");
  }

  static List<Path> packages() throws IOException {
    try (Stream<Path> files = Files.walk(MAIN)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(Path::getParent)
          .distinct()
          .sorted()
          .toList();
    }
  }

  private static List<String> linesOfText(String source) {
    String javadoc = source.substring(source.indexOf("/**") + 3, source.indexOf("*/"));
    return javadoc
        .lines()
        .map(line -> line.replace("*", "").strip())
        .filter(line -> !line.isEmpty())
        .toList();
  }
}
