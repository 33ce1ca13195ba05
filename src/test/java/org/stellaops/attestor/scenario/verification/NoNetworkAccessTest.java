package org.stellaops.attestor.scenario.verification;

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
import org.stellaops.attestor.scenario.support.AirGapFixture;
import org.stellaops.attestor.scenario.support.CommandResult;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.sigstore.TestSigner;
import org.stellaops.attestor.testlog.FakeLog;

/** Offline means offline: whatever verifies opens no socket. */
class NoNetworkAccessTest {
  private static final TestSigner NOTARY = TestSigner.ecdsaP256();
  private static final FakeLog LOG = NOTARY.log("quiet.example/log").grow(300);

  @TempDir private Path directory;

  private TestConfiguration configuration;

  @BeforeEach
  void mirrorLog() throws IOException {
    configuration =
        MirrorUnderTest.of(directory, LOG, AirGapFixture.UNREACHABLE)
            .database("jdbc:postgresql://127.0.0.1:1/nowhere?user=nobody");
    LOG.write(
        configuration.settings().tiles().basePath().resolve(LOG.identity().origin().directory()));
    Files.write(directory.resolve("root.json"), TestSigner.trustedRoot(LOG));
    Files.writeString(directory.resolve("notary.pem"), NOTARY.pem());
    Files.write(directory.resolve("app"), NOTARY.artifact(7));
    Files.write(directory.resolve("app.sigstore.json"), NOTARY.bundle(LOG, 7, 200));
  }

  @Test
  void anchorsAnAttestationWithoutOpeningASocket() throws Exception {
    CommandResult one = runGuarded(writeBundle("--require-anchored"));
    assertThat(one.status()).as(one.out()).isZero();
    assertThat(one.out()).contains("verdict     good").doesNotContain("opened:");

    List<String> commandLine = writeBundle("--require-anchored");
    int option = commandLine.indexOf("--bundle");
    commandLine.set(option, "--batch");
    commandLine.set(option + 1, directory.toString());
    CommandResult many = runGuarded(commandLine);
    assertThat(many.status()).as(many.out()).isZero();
    assertThat(many.out()).contains("1 bundle, 1 good").doesNotContain("opened:");
  }

  @Test
  void createsAndVerifiesAProofWithoutOpeningASocket() throws Exception {
    Path proof = directory.resolve("entry.tlog-proof");
    CommandResult created =
        runGuarded(
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
    assertThat(created.status()).as(created.out()).isZero();
    CommandResult verified =
        runGuarded(
            List.of(
                "attestor",
                "verify-proof",
                "--config",
                config(),
                "--require-anchored",
                proof.toString()));
    assertThat(verified.status()).as(verified.out()).isZero();
  }

  /** Evidence goes to PostgreSQL, so here is one; and so is the proof that the guard sees it. */
  @Test
  void guardDetectsTheSocketOpenedForASplitView() throws Exception {
    Files.write(
        directory.resolve("app.sigstore.json"), NOTARY.bundle(LOG.fork(50).grow(200), 7, 200));

    CommandResult answered = runGuarded(writeBundle());

    assertThat(answered.status()).isEqualTo(SocketGuard.SOCKET_OPENED);
    assertThat(answered.out()).contains("opened: socket");
  }

  @Test
  void guardDetectsEveryKindOfSocket() throws Exception {
    CommandResult answered = runGuarded(List.of("--open"));

    assertThat(answered.status()).isEqualTo(SocketGuard.SOCKET_OPENED);
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

  private List<String> writeBundle(String... options) {
    List<String> commandLine =
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
    commandLine.addAll(List.of(options));
    commandLine.add(directory.resolve("app").toString());
    return commandLine;
  }

  private String config() {
    return configuration.file().toString();
  }

  private CommandResult runGuarded(List<String> arguments) throws Exception {
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
    return new CommandResult(status, Files.readString(out, StandardCharsets.UTF_8), "");
  }
}
