package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.fakelog.FakeRekor;

/**
 * One side of an air gap as an operator has it: a configuration, a directory and a database of its
 * own, and commands that are typed where the files lie which are carried.
 */
final class KitSide {
  private static final Pattern FILES = Pattern.compile("[\\w.]+\\.(tar\\.gz|tar\\.zst|json|key)");

  /** Loopback is there on every machine, and how the embedded PostgreSQL is reached. */
  private static final List<String> LOOPBACK_ALONE =
      List.of("unshare", "--net", "sh", "-c", "ip link set lo up && exec \"$@\"", "sh");

  private final Path carried;
  private final Path home;
  private final Terminal terminal;
  private final String database;
  private TestConfiguration configuration;
  private int status;

  private KitSide(Path carried, Path home, Terminal terminal) throws IOException {
    this.carried = carried;
    this.home = Files.createDirectories(home);
    this.terminal = terminal;
    this.database = Terminal.byLauncher() ? "" : TestConfiguration.ownDatabase();
    this.configuration = new TestConfiguration(home);
  }

  /** One that reaches the log. */
  static KitSide connected(Path carried, Path home) throws IOException {
    return new KitSide(carried, home, Terminal.in(carried, Map.of()).naming(FILES));
  }

  /** One that reaches nothing, and cannot, where this system lets us make it so. */
  static KitSide isolated(Path carried, Path home) throws Exception {
    KitSide open = connected(carried, home);
    if (!Terminal.byLauncher()) {
      return open;
    }
    List<String> probe = List.of("sh", "-c", "unshare --net sh -c 'ip link set lo up'");
    boolean possible = new ProcessBuilder(probe).inheritIO().start().waitFor() == 0;
    System.out.println(
        possible
            ? "The isolated side runs without any network but its own loopback."
            : "NOT TRIED: the isolated side without a network, since unshare --net does not work");
    return possible ? new KitSide(carried, home, open.terminal.within(LOOPBACK_ALONE)) : open;
  }

  /** Another one of the same kind, which has nothing but the same configuration. */
  KitSide anew(Path other) throws IOException {
    return new KitSide(carried, other, terminal);
  }

  /** Follows this log and no other from now on. */
  KitSide follow(FakeLog log, URI url) {
    configuration = new TestConfiguration(home).database(database).follow("demo", log, url);
    return this;
  }

  /** Follows this server and nothing else from now on. */
  KitSide follow(FakeRekor rekor, URI url) {
    configuration =
        new TestConfiguration(home)
            .database(database)
            .follow("rekor", rekor, url)
            .backend("type", "rekor-v1");
    return this;
  }

  /** A key of {@code attestor.airGap}. */
  KitSide airGap(String key, String value) {
    configuration.airGap(key, value);
    return this;
  }

  /** A file that is carried, or typed where those are. */
  Path file(String name) {
    return carried.resolve(name);
  }

  /** Takes a file out of the data directory, to be carried. */
  void carry(String path) throws IOException {
    Path file = home.resolve(path);
    Files.copy(file, carried.resolve(file.getFileName()));
  }

  /** Runs a command that no document shows, and finds that it went well. */
  void does(String command) throws Exception {
    Terminal.Answer answer = terminal.run(command, configuration.file());
    assertThat(answer.status()).as(answer.output()).isZero();
  }

  /**
   * Types what a document shows, and finds that each command says what stands there.
   *
   * @return what the last one has said
   */
  String typed(List<Transcript.Typed> commands) throws Exception {
    String said = "";
    for (Transcript.Typed each : commands) {
      said = answer(each.command());
      assertThat(plain(said)).as("$ " + each.command()).isEqualTo(plain(each.output()));
    }
    return said;
  }

  private String answer(String command) throws Exception {
    if (command.equals("echo $?")) {
      return Integer.toString(status);
    }
    Terminal.Answer answer = terminal.run(command, configuration.file());
    status = answer.status();
    boolean refused = answer.output().startsWith("stella: ");
    assertThat(status != 0).as("$ " + command + "\n" + answer.output()).isEqualTo(refused);
    return answer.output();
  }

  /**
   * Without what is different each time or on another Java, whose zlib may be another, and without
   * directories of the document's or of ours.
   */
  private String plain(String said) {
    return said.replace(home + "/", "/var/lib/stella/attestor/")
        .replace(carried + "/", "")
        .replaceAll("/(media/kit|etc/stella)/", "")
        .replaceAll("\\b\\d+s\\b", "0s")
        .replaceAll("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d", "now")
        .replaceAll("\\b[0-9a-f]{64}\\b", "digest")
        .replaceAll("(exports\\.example\\.org)\\+[0-9a-f]{8}\\+[\\w+/=]+", "$1+key")
        .lines()
        .map(line -> line.strip().replaceAll(" +", " "))
        .filter(line -> !line.isEmpty())
        .map(KitSide::withoutSignature)
        .collect(Collectors.joining("\n"));
  }

  /** Signatures and keys are others each time, and the size of what has one varies a little. */
  private static String withoutSignature(String line) {
    boolean signed = line.contains("signed by") || line.startsWith("rekor.tar.gz: written");
    return signed ? line.replaceAll("[\\d.]+ [KM]?B", "size") : line;
  }
}
