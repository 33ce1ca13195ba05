package org.stellaops.attestor.scenario.airgap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.stellaops.attestor.scenario.support.CommandRunner;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeRekor;

/**
 * One side of an air gap as an operator has it: a configuration, a directory and a database of its
 * own, and commands that are typed where the files lie which are carried.
 */
final class OfflineKitSite {
  private static final Pattern FILE_NAMES =
      Pattern.compile("[\\w.]+\\.(tar\\.gz|tar\\.zst|json|key)");

  /** Loopback is there on every machine, and how the embedded PostgreSQL is reached. */
  private static final List<String> LOOPBACK_ONLY =
      List.of("unshare", "--net", "sh", "-c", "ip link set lo up && exec \"$@\"", "sh");

  private final Path transferDirectory;
  private final Path dataDirectory;
  private final CommandRunner runner;
  private final String database;
  private TestConfiguration configuration;
  private int status;

  private OfflineKitSite(Path transferDirectory, Path dataDirectory, CommandRunner runner)
      throws IOException {
    this.transferDirectory = transferDirectory;
    this.dataDirectory = Files.createDirectories(dataDirectory);
    this.runner = runner;
    this.database = CommandRunner.usesLauncher() ? "" : TestConfiguration.newDatabase();
    this.configuration = new TestConfiguration(dataDirectory);
  }

  /** One that reaches the log. */
  static OfflineKitSite connected(Path transferDirectory, Path dataDirectory) throws IOException {
    return new OfflineKitSite(
        transferDirectory,
        dataDirectory,
        CommandRunner.in(transferDirectory, Map.of()).withFileNames(FILE_NAMES));
  }

  /** One that reaches nothing, and cannot, where this system lets us make it so. */
  static OfflineKitSite isolated(Path transferDirectory, Path dataDirectory) throws Exception {
    OfflineKitSite unrestricted = connected(transferDirectory, dataDirectory);
    if (!CommandRunner.usesLauncher()) {
      return unrestricted;
    }
    List<String> probe = List.of("sh", "-c", "unshare --net sh -c 'ip link set lo up'");
    boolean isSupported = new ProcessBuilder(probe).inheritIO().start().waitFor() == 0;
    System.out.println(
        isSupported
            ? "The isolated side runs without any network but its own loopback."
            : "NOT TRIED: the isolated side without a network, since unshare --net does not work");
    return isSupported
        ? new OfflineKitSite(
            transferDirectory, dataDirectory, unrestricted.runner.withPrefix(LOOPBACK_ONLY))
        : unrestricted;
  }

  /** Another one of the same kind, which has nothing but the same configuration. */
  OfflineKitSite replacement(Path other) throws IOException {
    return new OfflineKitSite(transferDirectory, other, runner);
  }

  /** Follows this log and no other from now on. */
  OfflineKitSite follow(FakeLog log, URI url) {
    configuration =
        new TestConfiguration(dataDirectory).database(database).follow("demo", log, url);
    return this;
  }

  /** Follows this server and nothing else from now on. */
  OfflineKitSite follow(FakeRekor rekor, URI url) {
    configuration =
        new TestConfiguration(dataDirectory)
            .database(database)
            .follow("rekor", rekor, url)
            .backend("type", "rekor-v1");
    return this;
  }

  /** A key of {@code attestor.airGap}. */
  OfflineKitSite airGap(String key, String value) {
    configuration.airGap(key, value);
    return this;
  }

  /** A file that is carried, or typed where those are. */
  Path file(String name) {
    return transferDirectory.resolve(name);
  }

  /** Takes a file out of the data directory, to be carried. */
  void copyToTransfer(String path) throws IOException {
    Path file = dataDirectory.resolve(path);
    Files.copy(file, transferDirectory.resolve(file.getFileName()));
  }

  /** Runs a command that no document shows, and finds that it went well. */
  void runSuccessfully(String command) throws Exception {
    CommandRunner.Output result = runner.run(command, configuration.file());
    assertThat(result.status()).as(result.output()).isZero();
  }

  /**
   * Types what a document shows, and finds that each command says what stands there.
   *
   * @return what the last one has said
   */
  String assertOutputs(List<DocumentTranscript.TypedCommand> commands) throws Exception {
    String output = "";
    for (DocumentTranscript.TypedCommand typed : commands) {
      output = run(typed.command());
      assertThat(normalize(output)).as("$ " + typed.command()).isEqualTo(normalize(typed.output()));
    }
    return output;
  }

  private String run(String command) throws Exception {
    if (command.equals("echo $?")) {
      return Integer.toString(status);
    }
    CommandRunner.Output result = runner.run(command, configuration.file());
    status = result.status();
    boolean failed = result.output().startsWith("stella: ");
    assertThat(status != 0).as("$ " + command + "\n" + result.output()).isEqualTo(failed);
    return result.output();
  }

  /**
   * Without what is different each time or on another Java, whose zlib may be another, and without
   * directories of the document's or of ours.
   */
  private String normalize(String output) {
    return output
        .replace(dataDirectory + "/", "/var/lib/stella/attestor/")
        .replace(transferDirectory + "/", "")
        .replaceAll("/(media/kit|etc/stella)/", "")
        .replaceAll("\\b\\d+s\\b", "0s")
        .replaceAll("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d", "now")
        .replaceAll("\\b[0-9a-f]{64}\\b", "digest")
        .replaceAll("(exports\\.example\\.org)\\+[0-9a-f]{8}\\+[\\w+/=]+", "$1+key")
        .lines()
        .map(line -> line.strip().replaceAll(" +", " "))
        .filter(line -> !line.isEmpty())
        .map(OfflineKitSite::withoutSignatureSize)
        .collect(Collectors.joining("\n"));
  }

  /** Signatures and keys are others each time, and the size of what has one varies a little. */
  private static String withoutSignatureSize(String line) {
    boolean signed = line.contains("signed by") || line.startsWith("rekor.tar.gz: written");
    return signed ? line.replaceAll("[\\d.]+ [KM]?B", "size") : line;
  }
}
