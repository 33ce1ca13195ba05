package org.stellaops.attestor.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The routes and steps that an entry bundle passes on its way from the log to its final file. Every
 * step costs time for each of millions of files.
 *
 * <p>The path is that of a bundle that is fetched by HTTP without a failure: a filter is not
 * entered, a choice takes its {@code otherwise} branch, and a {@code doTry}, which does nothing by
 * itself, is not counted.
 */
class TilePathTest {
  private static final Map<String, JsonNode> ROUTES = new HashMap<>();

  private final Set<String> routes = new LinkedHashSet<>();
  private final List<String> steps = new ArrayList<>();

  @BeforeAll
  static void readRoutes() throws IOException {
    ObjectMapper yaml = new ObjectMapper(new YAMLFactory());
    try (Stream<Path> files = Files.walk(Path.of("src/main/resources/routes/sync"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        for (JsonNode item : yaml.readTree(file.toFile())) {
          JsonNode route = item.path("route");
          ROUTES.put(route.path("id").asText(), route);
        }
      }
    }
  }

  @Test
  void tilePassesAtMostSixRoutesAnd24Steps() {
    follow("mirror-unit");

    assertThat(routes)
        .contains("mirror-unit", "mirror-resource", "fetch-resource", "download", "write-files")
        .hasSizeLessThanOrEqualTo(6);
    assertThat(steps)
        .contains("throttle throttle-per-backend", "to http", "bean verify-resource")
        .contains("to write-file", "bean count-file", "bean sync-unit")
        .hasSizeLessThanOrEqualTo(24);
  }

  private void follow(String route) {
    routes.add(route);
    followSteps(ROUTES.get(route).path("from").path("steps"));
  }

  private void followSteps(JsonNode list) {
    list.forEach(step -> step.properties().forEach(e -> followStep(e.getKey(), e.getValue())));
  }

  private void followStep(String kind, JsonNode step) {
    if (!kind.equals("doTry")) {
      steps.add(kind + " " + step.path("id").asText());
    }
    switch (kind) {
      case "filter" -> {}
      case "choice" -> followSteps(step.path("otherwise").path("steps"));
      case "to" -> {
        if (step.path("uri").asText().equals("direct")) {
          follow(step.path("parameters").path("name").asText());
        }
      }
      default -> followSteps(step.path("steps"));
    }
  }
}
