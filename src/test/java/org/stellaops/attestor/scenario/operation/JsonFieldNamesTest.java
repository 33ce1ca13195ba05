package org.stellaops.attestor.scenario.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.scenario.support.CommandResult;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;

/**
 * The names and the forms of values in {@code -o json}. Scripts of operators read them, so a name
 * that goes, or another unit, is a breach.
 */
class JsonFieldNamesTest {
  private static final String ORIGIN = "names.example/log";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;
  private final FakeLog log = FakeLog.named(ORIGIN).grow(600);
  private FakeLogServer server;
  private TestConfiguration configuration;

  @BeforeEach
  void setUp() {
    server = FakeLogServer.start(log);
    configuration = new TestConfiguration(directory).follow("log", log, server.url());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void syncReportsTheResultOfTheCycle() throws IOException {
    JsonNode cycle = onlyElement(runJson("sync", "--all"));

    assertThat(fieldNames(cycle))
        .containsExactly(
            "backend",
            "origin",
            "outcome",
            "treeSize",
            "mirroredSize",
            "coveredSize",
            "rootHash",
            "requests",
            "tiles",
            "entryBundles",
            "bytes",
            "seconds",
            "error",
            "message");
    assertThat(cycle.get("outcome").textValue()).isEqualTo("first_contact");
    assertLogAt600(cycle);
    assertThat(cycle.get("entryBundles").longValue()).isEqualTo(3);
    assertThat(cycle.get("seconds").isFloatingPointNumber()).isTrue();
    assertThat(cycle.get("error").isNull()).isTrue();

    server.serve(log.fork(100).grow(500));
    JsonNode rejected = onlyElement(runJson("sync", "--all"));

    assertThat(rejected.get("error").textValue()).isEqualTo("split_view");
    assertThat(rejected.get("message").textValue()).isNotBlank();
  }

  @Test
  void syncStatusReportsTheStateOfTheMirror() throws IOException {
    JsonNode before = onlyElement(runJson("sync-status"));
    runJson("sync", "--all");

    JsonNode status = onlyElement(runJson("sync-status"));

    assertThat(fieldNames(status))
        .isEqualTo(fieldNames(before))
        .containsExactly(
            "backend",
            "origin",
            "hasTiles",
            "treeSize",
            "mirroredSize",
            "coveredSize",
            "minimumIndex",
            "rootHash",
            "lastSync",
            "ageSeconds",
            "staleAfterSeconds",
            "lastGrowth",
            "growthAgeSeconds",
            "confirmed",
            "frozen",
            "quarantined",
            "paused",
            "damage",
            "state",
            "error",
            "message",
            "next");
    assertThat(before.get("treeSize").isNull()).as("before first contact").isTrue();
    assertThat(before.get("state").textValue()).isEqualTo("new");
    assertLogAt600(status);
    assertThat(status.get("state").textValue()).isEqualTo("current");
    assertThat(Instant.parse(status.get("lastSync").textValue())).isBefore(Instant.now());
    assertThat(status.get("ageSeconds").longValue()).isBetween(0L, 60L);
    assertThat(status.get("confirmed").booleanValue()).isFalse();
  }

  @Test
  void checkpointsListContainsTheSignedNotesUnchanged() throws IOException {
    runJson("sync", "--all");
    log.grow(10);
    runJson("sync", "--all");

    JsonNode list = runJson("checkpoints", "list", "--backend", "log", "--last", "5");

    assertThat(list).hasSize(2);
    assertThat(fieldNames(list.get(0)))
        .containsExactly(
            "backend", "origin", "treeSize", "rootHash", "firstSeen", "lastSeen", "frozen", "note");
    assertThat(list.get(0).get("treeSize").longValue()).as("newest first").isEqualTo(610);
    assertThat(list.get(0).get("note").textValue())
        .isEqualTo(new String(log.checkpoint(), StandardCharsets.UTF_8));
    assertThat(list.get(1).get("rootHash").textValue()).isEqualTo(log.head(600).root().hex());
  }

  @Test
  void tilesStatsReportsFileCounts() throws IOException {
    runJson("sync", "--all");

    JsonNode stats = runJson("tiles", "stats", "--backend", "log");

    assertThat(fieldNames(stats))
        .containsExactly(
            "backend",
            "origin",
            "hasTiles",
            "treeSize",
            "mirroredSize",
            "coveredSize",
            "minimumIndex",
            "damage",
            "tiles",
            "entryBundles",
            "bytes",
            "oldestTile",
            "newestTile");
    assertThat(stats.get("tiles").longValue()).isEqualTo(4);
    assertThat(stats.get("entryBundles").longValue()).isEqualTo(3);
  }

  private void assertLogAt600(JsonNode json) {
    assertThat(json.get("backend").textValue()).isEqualTo("log");
    assertThat(json.get("origin").textValue()).isEqualTo(ORIGIN);
    assertThat(json.get("treeSize").longValue()).isEqualTo(600);
    assertThat(json.get("mirroredSize").longValue()).isEqualTo(600);
    assertThat(json.get("rootHash").textValue()).isEqualTo(log.head(600).root().hex());
  }

  private JsonNode runJson(String... arguments) throws IOException {
    Stream<String> json = Stream.concat(Stream.of(arguments), Stream.of("-o", "json"));
    return JSON.readTree(
        CommandResult.runWithConfig(configuration.file(), json.toArray(String[]::new)).out());
  }

  private static JsonNode onlyElement(JsonNode list) {
    assertThat(list).hasSize(1);
    return list.get(0);
  }

  private static List<String> fieldNames(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
