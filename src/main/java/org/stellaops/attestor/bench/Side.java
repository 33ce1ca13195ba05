package org.stellaops.attestor.bench;

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
import org.stellaops.attestor.checkpoint.LogIdentity;

/**
 * A mirror that exports or imports, by the launcher and with a configuration file as a user has it.
 *
 * @param launcher {@code bin/stella}
 * @param javaOptions for {@code STELLA_JAVA_OPTS}
 * @param config its configuration
 */
record Side(Path launcher, String javaOptions, Path config) {

  /**
   * What a command has used and says of itself.
   *
   * @param work from its first to its last step, without the start of Java and PostgreSQL
   * @param usage of its process, without those of PostgreSQL
   */
  record Run(Duration work, Usage usage) {}

  /** One that reaches nothing: a schema of its own, a directory of its own. */
  static Side isolated(
      Path launcher, String javaOptions, LogIdentity log, Path store, Path directory)
      throws IOException {
    Path config =
        Files.writeString(
            directory.resolve("attestor.yaml"),
            """
            attestor:
              dataDir: "%s"
              rekorSync:
                backends:
                  - id: bench
                    origin: %s
                    baseUrl: http://127.0.0.1:1/
                    publicKey: %s
              checkpointStore:
                schema: %s
              tileCache:
                basePath: "%s"
            """
                .formatted(
                    store,
                    log.origin(),
                    log.key(),
                    directory.getFileName(),
                    directory.resolve("tiles")));
    return new Side(launcher, javaOptions, config);
  }

  Run export(Path bundle) throws IOException, InterruptedException {
    return run(
        bundle,
        List.of(
            "export", "--backend", "bench", "--include-entries", "--output", bundle.toString()));
  }

  Run importBundle(Path bundle, Path receipt) throws IOException, InterruptedException {
    return run(receipt, List.of("import", bundle.toString(), "--receipt", receipt.toString()));
  }

  private Run run(Path beside, List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(launcher.toString(), "attestor"));
    command.addAll(arguments);
    command.addAll(List.of("-o", "json", "--config", config.toString()));
    Path answer = beside.resolveSibling(beside.getFileName() + ".answer");
    Usage usage =
        new Program(
                command,
                Map.of("STELLA_JAVA_OPTS", javaOptions),
                answer,
                beside.resolveSibling(beside.getFileName() + ".said"))
            .run();
    JsonNode report = new ObjectMapper().readTree(answer.toFile()).get(0);
    Instant started = Instant.parse(report.get("startedAt").asText());
    Instant finished = Instant.parse(report.get("finishedAt").asText());
    return new Run(Duration.between(started, finished), usage);
  }
}
