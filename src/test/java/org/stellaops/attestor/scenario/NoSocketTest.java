package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.attestation.Notary;
import org.stellaops.attestor.fakelog.FakeLog;

/** Offline means offline: whatever verifies opens no socket. */
class NoSocketTest {
  private static final Notary NOTARY = Notary.usual();
  private static final FakeLog LOG = NOTARY.log("quiet.example/log").grow(300);

  @TempDir private Path directory;

  private TestConfiguration configuration;

  @BeforeEach
  void mirrorTheLog() throws IOException {
    configuration =
        MirrorUnderTest.of(directory, LOG, TwoSides.NOWHERE)
            .database("jdbc:postgresql://127.0.0.1:1/nowhere?user=nobody");
    LOG.write(
        configuration.settings().tiles().basePath().resolve(LOG.identity().origin().directory()));
    Files.write(directory.resolve("root.json"), Notary.trustedRoot(LOG));
    Files.writeString(directory.resolve("notary.pem"), NOTARY.pem());
    Files.write(directory.resolve("app"), NOTARY.artifact(7));
    Files.write(directory.resolve("app.sigstore.json"), NOTARY.bundle(LOG, 7, 200));
  }

  @Test
  void attestationIsAnchoredWithoutASocket() throws Exception {
    Answered one = guarded(bundle("--require-anchored"));
    assertThat(one.status()).as(one.out()).isZero();
    assertThat(one.out()).contains("verdict     good").doesNotContain("opened:");

    List<String> words = bundle("--require-anchored");
    int option = words.indexOf("--bundle");
    words.set(option, "--batch");
    words.set(option + 1, directory.toString());
    Answered many = guarded(words);
    assertThat(many.status()).as(many.out()).isZero();
    assertThat(many.out()).contains("1 bundle, 1 good").doesNotContain("opened:");
  }

  @Test
  void proofIsMadeAndCheckedWithoutASocket() throws Exception {
    Path proof = directory.resolve("entry.tlog-proof");
    Answered made =
        guarded(
            List.of(
                "attestor",
                "prove",
                "--config",
                config(),
                "--backend",
                "log",
                "--index",
                "7",
                "--output",
                proof.toString()));
    assertThat(made.status()).as(made.out()).isZero();
    Answered checked =
        guarded(
            List.of(
                "attestor",
                "verify-proof",
                "--config",
                config(),
                "--require-anchored",
                proof.toString()));
    assertThat(checked.status()).as(checked.out()).isZero();
  }

  /** Evidence goes to PostgreSQL, so here is one; and so is the proof that the guard sees it. */
  @Test
  void splitViewIsWhatOpensOneAndTheGuardSeesIt() throws Exception {
    Files.write(
        directory.resolve("app.sigstore.json"), NOTARY.bundle(LOG.fork(50).grow(200), 7, 200));

    Answered answered = guarded(bundle());

    assertThat(answered.status()).isEqualTo(SocketGuard.OPENED);
    assertThat(answered.out()).contains("opened: socket");
  }

  @Test
  void theGuardSeesEveryKindOfSocket() throws Exception {
    Answered answered = guarded(List.of("--open"));

    assertThat(answered.status()).isEqualTo(SocketGuard.OPENED);
    assertThat(answered.out().lines())
        .contains(
            "opened: socket",
            "opened: server socket",
            "opened: datagram socket",
            "opened: channel",
            "opened: server channel",
            "opened: datagram channel",
            "opened: asynchronous channel",
            "opened: asynchronous server channel");
  }

  private List<String> bundle(String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "attestor",
                "verify",
                "--config",
                config(),
                "--trusted-root",
                directory.resolve("root.json").toString(),
                "--key",
                directory.resolve("notary.pem").toString(),
                "--bundle",
                directory.resolve("app.sigstore.json").toString()));
    words.addAll(List.of(more));
    words.add(directory.resolve("app").toString());
    return words;
  }

  private String config() {
    return configuration.file().toString();
  }

  private Answered guarded(List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(SocketGuard.javaOptions());
    command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path")));
    command.add(SocketGuard.class.getName());
    command.addAll(arguments);
    Path out = directory.resolve("said");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    int status = process.waitFor();
    return new Answered(status, Files.readString(out, StandardCharsets.UTF_8), "");
  }
}
