package org.stellaops.attestor.bench;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.stellaops.attestor.checkpoint.LogIdentity;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/**
 * A mirror as a user has it made: by the launcher, with a configuration file, into the embedded
 * PostgreSQL and a directory.
 *
 * @param launcher {@code bin/stella}
 * @param javaOptions for {@code STELLA_JAVA_OPTS}
 * @param connections {@code parallelRequests}
 * @param store the data directory with the database, in which each mirror has a schema
 * @param directory of this mirror alone; its name is that of the schema
 */
record Mirror(Path launcher, String javaOptions, int connections, Path store, Path directory) {

  /** The id of the log that is measured. */
  static final String BACKEND = "bench";

  /**
   * What a {@code sync --full} has used, and what it says of itself.
   *
   * @param usage of its process from start to end, without those of PostgreSQL
   * @param cycle from the request for the checkpoint to the last write
   * @param mirroredSize entries that the mirror has
   */
  record Sync(Usage usage, Duration cycle, long mirroredSize) {}

  /**
   * Brings everything that the log has and the mirror does not.
   *
   * @param before other logs that the same process mirrors before; none for a cold one
   */
  Sync sync(BenchLog log, List<BenchLog> before, ServedLogs server)
      throws IOException, InterruptedException {
    Files.writeString(config(), configuration(log, before, server));
    Path answer = directory.resolve("sync.json");
    List<String> command =
        List.of(
            launcher.toString(),
            "attestor",
            "sync",
            "--all",
            "--full",
            "--output",
            "json",
            "--config",
            config().toString());
    Usage usage = new Program(command, environment(), answer, directory.resolve("sync.said")).run();
    JsonNode report = new ObjectMapper().readTree(answer.toFile()).get(before.size());
    Duration cycle = Duration.ofMillis(Math.round(1000 * report.get("seconds").asDouble()));
    return new Sync(usage, cycle, report.get("mirroredSize").asLong());
  }

  /**
   * Checks the whole mirror with {@code tiles verify} in a process of its own.
   *
   * @return how long the check itself took, without the start of Java and PostgreSQL, and what the
   *     whole process has worked
   * @throws AttestorException with {@code bad_tile} if anything is found to be wrong
   */
  Usage verify() throws IOException, InterruptedException {
    Path answer = directory.resolve("verify.json");
    List<String> command =
        List.of(
            launcher.toString(),
            "attestor",
            "tiles",
            "verify",
            "--backend",
            BACKEND,
            "--output",
            "json",
            "--config",
            config().toString());
    Usage usage = new Program(command, environment(), answer, said()).run();
    JsonNode report = new ObjectMapper().readTree(answer.toFile());
    if (!report.get("good").asBoolean()) {
      throw new AttestorException(Failure.BAD_TILE, "wrong result: a good mirror is found bad");
    }
    return new Usage(seconds(report, "seconds"), usage.cpu(), usage.peakBytes());
  }

  /**
   * Checks it in a process that has checked the mirror of another log three times before, after
   * which Java has nothing left to optimize.
   *
   * @return how long the last check took, and what it alone has worked
   */
  Usage verifyWarm() throws IOException, InterruptedException {
    Path answer = directory.resolve("verify-twice.json");
    List<String> command =
        List.of(
            launcher.toString(),
            "--main",
            VerifyTwice.class.getName(),
            config().toString(),
            BenchLog.WARM_UP,
            BenchLog.WARM_UP,
            BenchLog.WARM_UP,
            BACKEND);
    Usage usage = new Program(command, environment(), answer, said()).run();
    List<String> lines = Files.readAllLines(answer);
    JsonNode report = new ObjectMapper().readTree(lines.get(lines.size() - 1));
    return new Usage(seconds(report, "seconds"), seconds(report, "cpuSeconds"), usage.peakBytes());
  }

  /** Where the files of the mirrored log are. */
  Path tree(BenchLog log) {
    return tiles().resolve(log.identity().origin().directory());
  }

  private Path config() {
    return directory.resolve("attestor.yaml");
  }

  private Path said() {
    return directory.resolve("verify.said");
  }

  private Map<String, String> environment() {
    return Map.of("STELLA_JAVA_OPTS", javaOptions);
  }

  private static Duration seconds(JsonNode report, String name) {
    return Duration.ofNanos(Math.round(1e9 * report.get(name).asDouble()));
  }

  /**
   * Makes sure that a sync has mirrored the whole log.
   *
   * @throws AttestorException with {@code bad_tile} if anything is missing, too much or different
   */
  void requireSame(BenchLog source, Sync sync) throws IOException {
    if (sync.mirroredSize() != source.size()) {
      throw new AttestorException(
          Failure.BAD_TILE,
          "wrong result: %d of %d entries are mirrored"
              .formatted(sync.mirroredSize(), source.size()));
    }
    new Copy(tree(source)).requireSame(source, source.paths());
  }

  private Path tiles() {
    return directory.resolve("tiles");
  }

  /** As it is shipped, but for the limit of requests per second: nobody else uses this server. */
  private String configuration(BenchLog log, List<BenchLog> before, ServedLogs server) {
    return """
    attestor:
      dataDir: "%s"
      checkpointStore:
        schema: %s
      tileCache:
        basePath: "%s"
      rekorSync:
        requestsPerSecond: 100000
        parallelRequests: %d
        backends:
    """
            .formatted(store, directory.getFileName(), tiles(), connections)
        + before.stream().map(each -> backend(each.id(), each, server)).collect(joining())
        + backend(BACKEND, log, server);
  }

  private static String backend(String id, BenchLog log, ServedLogs server) {
    LogIdentity identity = log.identity();
    return """
          - id: %s
            origin: %s
            baseUrl: %s
            publicKey: %s
    """
        .formatted(id, identity.origin(), server.url(log.name()), identity.key());
  }
}
