package org.stellaops.attestor.routes;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No file of routes is left without a test of its own. */
class RouteFileCoverageTest {
  static List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/resources/routes"))) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString().split("\\.")[0])
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void hasItsOwnTest(String file) {
    String name = file.substring(0, 1).toUpperCase(Locale.ROOT) + file.substring(1);
    assertThatCode(() -> Class.forName(getClass().getPackageName() + "." + name + "RoutesTest"))
        .doesNotThrowAnyException();
  }
}
