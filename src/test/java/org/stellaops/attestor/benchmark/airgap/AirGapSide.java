package org.stellaops.attestor.benchmark.airgap;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.stellaops.attestor.benchmark.measure.MainClass;
import org.stellaops.attestor.benchmark.measure.MeasuredProcess;
import org.stellaops.attestor.benchmark.measure.ResourceUsage;
import org.stellaops.attestor.checkpoint.LogIdentity;

/**
 * A mirror that exports or imports, by the launcher and with a configuration file as a user has it.
 *
 * @param launcher {@code bin/stella}
 * @param javaOptions for {@code STELLA_JAVA_OPTS}
 * @param config its configuration
 */
record AirGapSide(Path launcher, String javaOptions, Path config) {
  /**
   * What a command has used and says of itself.
   *
   * @param work from its first to its last step, without the start of Java and PostgreSQL
   * @param usage of its process, without those of PostgreSQL
   */
  record CommandRun(Duration work, ResourceUsage usage) {}

  /**
   * One that reaches nothing: a schema of its own, a directory of its own.
   *
   * @param logs what it takes, by the id of the backend
   */
  static AirGapSide isolated(
      Path launcher, String javaOptions, Map<String, LogIdentity> logs, Path store, Path directory)
      throws IOException {
    String backends =
        logs.entrySet().stream()
            .map(each -> backend(each.getKey(), each.getValue()))
            .collect(Collectors.joining());
    Path config =
        Files.writeString(
            directory.resolve("attestor.yaml"),
            """
            attestor:
              dataDir: "%s"
              checkpointStore:
                schema: %s
              tileCache:
                basePath: "%s"
              rekorSync:
                backends:
            %s\
            """
                .formatted(store, directory.getFileName(), directory.resolve("tiles"), backends));
    return new AirGapSide(launcher, javaOptions, config);
  }

  private static String backend(String id, LogIdentity log) {
    return """
          - id: %s
            origin: %s
            baseUrl: http://127.0.0.1:1/
            publicKey: %s
    """
        .formatted(id, log.origin(), log.key());
  }

  /** Exports all of a mirror, after other exports in the same process. */
  CommandRun export(List<Export> warmUps, Export last) throws IOException, InterruptedException {
    List<List<String>> commands = new ArrayList<>();
    warmUps.forEach(each -> commands.add(each.command()));
    commands.add(last.command());
    return run(last.bundle(), commands);
  }

  /**
   * An export.
   *
   * @param backend the id
   * @param bundle what is written
   */
  record Export(String backend, Path bundle) {
    List<String> command() {
      return List.of(
          "export", "--backend", backend, "--include-entries", "--output", bundle.toString());
    }
  }

  /** Imports a bundle, after others in the same process. */
  CommandRun importBundle(List<Path> warmUps, Path bundle, Path receipts)
      throws IOException, InterruptedException {
    List<List<String>> commands = new ArrayList<>();
    for (Path each : warmUps) {
      commands.add(importCommand(each, receipts));
    }
    commands.add(importCommand(bundle, receipts));
    return run(receipts, commands);
  }

  private static List<String> importCommand(Path bundle, Path receipts) {
    Path receipt = receipts.resolveSibling(bundle.getFileName() + ".receipt.json");
    return List.of("import", bundle.toString(), "--receipt", receipt.toString());
  }

  /** The last of these counts. */
  private CommandRun run(Path basePath, List<List<String>> lines)
      throws IOException, InterruptedException {
    List<String> command =
        lines.size() > 1
            ? MainClass.command(launcher, CommandSequence.class)
            : new ArrayList<>(List.of(launcher.toString()));
    for (List<String> line : lines) {
      command.add("attestor");
      command.addAll(line);
      command.addAll(
          List.of("-o", "json", "--config", config.toString(), CommandSequence.SEPARATOR));
    }
    command.remove(command.size() - 1);
    Path output = basePath.resolveSibling(basePath.getFileName() + ".answer");
    Path errors = basePath.resolveSibling(basePath.getFileName() + ".said");
    ResourceUsage usage =
        new MeasuredProcess(command, Map.of("STELLA_JAVA_OPTS", javaOptions), output, errors).run();
    JsonNode report = lastReport(output).get(0);
    Instant started = Instant.parse(report.get("startedAt").asText());
    Instant finished = Instant.parse(report.get("finishedAt").asText());
    return new CommandRun(Duration.between(started, finished), usage);
  }

  private static JsonNode lastReport(Path output) throws IOException {
    ObjectMapper json = new ObjectMapper();
    JsonNode last = json.missingNode();
    try (JsonParser parser = json.createParser(output.toFile())) {
      JsonNode next = json.readTree(parser);
      while (next != null) {
        last = next;
        next = json.readTree(parser);
      }
    }
    return last;
  }
}
