package org.stellaops.attestor.scenario.verification;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.app.RunMode;
import org.stellaops.attestor.route.MutableClock;
import org.stellaops.attestor.scenario.support.AirGapFixture;
import org.stellaops.attestor.scenario.support.FileArrival;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.sigstore.Artifact;
import org.stellaops.attestor.sigstore.TestSigner;
import org.stellaops.attestor.testlog.FakeLog;

/** Attestations that are dropped into a directory of a daemon without a network. */
class AttestationInboxTest {
  private static final TestSigner NOTARY = TestSigner.ecdsaP256();

  @TempDir private Path directory;

  private final FakeLog log = NOTARY.log("dropped.example/log").grow(300);
  private Path inbox;
  private Path outbox;
  private final MutableClock clock = new MutableClock(Instant.now());
  private MirrorUnderTest daemon;

  @BeforeEach
  void startDaemon() throws IOException {
    inbox = Files.createDirectories(directory.resolve("inbox"));
    outbox = directory.resolve("outbox");
    Files.write(directory.resolve("root.json"), TestSigner.trustedRoot(log));
    Files.writeString(directory.resolve("notary.pem"), NOTARY.pem());
    TestConfiguration configuration =
        MirrorUnderTest.of(directory, log, AirGapFixture.UNREACHABLE)
            .mode(RunMode.QUIET_DAEMON)
            .clock(clock)
            .sync("enabled", "false")
            .verify("inbox", quoted(inbox))
            .verify("outbox", quoted(outbox))
            .verify("inboxInterval", "100ms")
            .verify("settleTime", "1h")
            .verify("trustedRootPath", quoted(directory.resolve("root.json")))
            .verify("keyPath", quoted(directory.resolve("notary.pem")))
            .verify("requireAnchored", "true");
    log.write(
        configuration.settings().tiles().basePath().resolve(log.identity().origin().directory()));
    daemon = configuration.start();
  }

  @AfterEach
  void stopDaemon() {
    daemon.close();
  }

  @Test
  void writesAVerdictForEachAttestationAndMovesItToTheMatchingDirectory() throws IOException {
    FakeLog grownLog = NOTARY.log("dropped.example/log").grow(310);
    drop("early.sigstore.json", NOTARY.bundle(grownLog, 305, 310));
    drop("early", NOTARY.artifact(305));
    drop("wrong.sigstore.json", NOTARY.bundle(log, 4, 200));
    drop("wrong", NOTARY.artifact(5));
    drop("cut.sigstore.json", Arrays.copyOf(NOTARY.bundle(log, 6, 200), 500));
    drop("cut", NOTARY.artifact(6));
    drop("digest.sigstore.json", NOTARY.bundle(log, 8, 200));
    drop(
        "digest.sha256",
        (sha256(NOTARY.artifact(8)) + "  digest\n").getBytes(StandardCharsets.US_ASCII));
    drop("good.sigstore.json", NOTARY.bundle(log, 7, 200));
    drop("good", NOTARY.artifact(7));

    awaitAged(outbox.resolve("good/good.sigstore.json"));
    awaitAged(outbox.resolve("good/digest.sigstore.json"));
    awaitAged(outbox.resolve("refused/wrong.sigstore.json"));
    awaitAged(outbox.resolve("refused/cut.sigstore.json"));
    awaitAged(outbox.resolve("early.verdict.json"));

    assertThat(verdict("good").at("/verdict").asText()).isEqualTo("good");
    assertThat(verdict("good").at("/anchored/state").asText()).isEqualTo("anchored");
    assertThat(verdict("digest").at("/verdict").asText()).isEqualTo("good");
    assertThat(verdict("wrong").at("/verdict").asText()).isEqualTo("refused");
    assertThat(verdict("wrong").at("/signature/step").asText()).isEqualTo("artifact");
    assertThat(verdict("cut").at("/signature/step").asText()).isEqualTo("bundle");
    assertThat(verdict("early").at("/verdict").asText()).isEqualTo("incomplete");
    assertThat(outbox.resolve("good/good")).exists();
    assertThat(outbox.resolve("refused/wrong")).exists();
    assertThat(inbox.resolve("early.sigstore.json")).exists();
    assertThat(daemon.meter("attestor_attestations_total{verdict=\"good\"}")).isEqualTo(2);
    assertThat(daemon.meter("attestor_trusted_root_age_seconds")).isPositive();
  }

  @Test
  void reportsUndecidedUntilTheArtifactArrives() throws IOException {
    drop("alone.sigstore.json", NOTARY.bundle(log, 7, 200));

    awaitAged(outbox.resolve("alone.verdict.json"));
    assertThat(verdict("alone").at("/verdict").asText()).isEqualTo("undecided");
    assertThat(verdict("alone").at("/reason").asText()).contains("cannot read");

    drop("alone", NOTARY.artifact(7));
    awaitAged(outbox.resolve("good/alone.sigstore.json"));
    assertThat(verdict("alone").at("/verdict").asText()).isEqualTo("good");
  }

  private JsonNode verdict(String name) throws IOException {
    return new ObjectMapper().readTree(outbox.resolve(name + ".verdict.json").toFile());
  }

  /** Under a hidden name first, as whoever drops something should. */
  private void drop(String name, byte[] content) throws IOException {
    Files.move(Files.write(inbox.resolve("." + name), content), inbox.resolve(name));
  }

  /** Lets more than the settle time pass between the scans until the file is there. */
  private void awaitAged(Path file) {
    FileArrival.await(file, () -> clock.move(Duration.ofHours(2)));
  }

  private static String sha256(byte[] bytes) {
    return Artifact.ofBytes(bytes).sha256().hex();
  }

  private static String quoted(Path path) {
    return '"' + path.toString() + '"';
  }
}
