package org.stellaops.attestor.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RouteMapManualTest {
  private static final Path DOCUMENT = Path.of("docs/route-map.md");

  @Test
  void mapShowsRoutesAsTheyAre() throws IOException {
    String expected =
        new RouteMap(
                RouteFile.readAll(Path.of("src/main/resources/routes")).stream()
                    .flatMap(file -> file.items().stream())
                    .toList())
            .markdown();
    if (Boolean.getBoolean("attestor.regenerate")) {
      Files.writeString(DOCUMENT, expected);
    }

    assertThat(DOCUMENT)
        .as("update it: ./mvnw test -Dtest=RouteMapManualTest -Dattestor.regenerate=true")
        .hasContent(expected);
  }
}
