package org.stellaops.attestor.scenario.verification;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.evidence.EvidenceFile;
import org.stellaops.attestor.mirror.store.StoredEvidence;
import org.stellaops.attestor.scenario.support.AirGapFixture;
import org.stellaops.attestor.scenario.support.CommandResult;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.sigstore.TestSigner;
import org.stellaops.attestor.testlog.FakeLog;

/** {@code stella attestor verify} beside a mirror that is nothing but files. */
class VerifyAttestationTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long MIRRORED = 515;
  private static final TestSigner NOTARY = TestSigner.ecdsaP256();

  @TempDir private Path directory;

  private FakeLog log;
  private TestConfiguration configuration;

  @BeforeEach
  void mirrorLog() throws IOException {
    log = NOTARY.log("notary.example/log").grow(MIRRORED);
    configuration =
        MirrorUnderTest.of(directory, log, AirGapFixture.UNREACHABLE)
            .database("jdbc:postgresql://127.0.0.1:1/nowhere?user=nobody");
    mirror(log);
    Files.write(directory.resolve("root.json"), TestSigner.trustedRoot(log));
    Files.writeString(directory.resolve("notary.pem"), NOTARY.pem());
  }

  @Test
  void anchorsAnEntryOfAMirroredLogWithoutADatabase() throws IOException {
    CommandResult result = verify(writeBundle(log, 7, 300), "--require-anchored", "-o", "json");

    assertThat(result.status()).as(result.err()).isZero();
    JsonNode json = JSON.readTree(result.out());
    assertThat(json.at("/verdict").asText()).isEqualTo("good");
    assertThat(json.at("/error").isNull()).isTrue();
    assertThat(json.at("/anchored/state").asText()).isEqualTo("anchored");
    assertThat(json.at("/anchored/backend").asText()).isEqualTo("log");
    assertThat(json.at("/anchored/mirroredSize").asLong()).isEqualTo(MIRRORED);
    assertThat(json.at("/anchored/entries/0/state").asText()).isEqualTo("anchored");
    assertThat(json.at("/ages/mirrorSeconds").isNumber()).isTrue();
    assertThat(json.at("/ages/trustedRootSeconds").isNumber()).isTrue();
  }

  @Test
  void acceptsACheckpointBeyondTheMirrorUnlessAnAnchorIsRequired() {
    log.grow(10);
    Path bundle = writeBundle(log, 7, 520);

    CommandResult without = verify(bundle);
    assertThat(without.status()).isZero();
    assertThat(without.out()).contains("anchored    beyond_mirror");

    CommandResult with = verify(bundle, "--require-anchored");
    assertThat(with.status()).isEqualTo(4);
    assertThat(with.err()).startsWith("stella: incomplete: not anchored: the checkpoint has 520");
  }

  @Test
  void doesNotAnchorALogThatIsNotMirrored() throws IOException {
    FakeLog other = NOTARY.log("other.example/log").grow(10);
    Files.write(directory.resolve("root.json"), TestSigner.trustedRoot(other));

    CommandResult result = verify(writeBundle(other, 7, 10), "--require-anchored");

    assertThat(result.status()).isEqualTo(4);
    assertThat(result.err()).contains("no backend follows the log 'other.example/log'");
  }

  @Test
  void rejectsASplitViewAndStoresEvidenceInPostgres() {
    configuration.database(TestConfiguration.newDatabase());
    FakeLog other = log.fork(100).grow(200);

    CommandResult result = verify(writeBundle(other, 7, 300));

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err())
        .startsWith("stella: split_view: the log has signed two histories")
        .contains("stored as evidence 1");
    assertThat(result.out()).contains("anchored    split_view", "verdict     refused");
    try (PostgresStore store = PostgresStore.openReadOnly(configuration.settings())) {
      StoredEvidence storedEvidence =
          store.evidence().findQuarantine(log.identity().origin()).orElseThrow();
      storedEvidence.evidence().verify(log.identity().key());
      assertThat(storedEvidence.evidence().source()).endsWith("artifact 7.sigstore.json");
    }
  }

  @Test
  void storesEvidenceInAFileWhenPostgresIsUnavailable() throws IOException {
    Path bundle = writeBundle(log.fork(100).grow(200), 7, 300);

    CommandResult result = verify(bundle, "-o", "json");
    verify(bundle);

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).contains("NOT stored in PostgreSQL").contains("in the file");
    assertThat(JSON.readTree(result.out()).at("/error").asText()).isEqualTo("split_view");
    try (Stream<Path> files = Files.list(directory.resolve("evidence"))) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      EvidenceFile.parse(Files.readAllBytes(all.get(0))).verify(log.identity().key());
    }
  }

  @Test
  void reportsADamagedMirrorWithoutBlamingTheLog() throws IOException {
    Path tile = mirrorDirectory().resolve("tile/0/000");
    byte[] bytes = Files.readAllBytes(tile);
    bytes[7 * 32] ^= 1;
    Files.write(tile, bytes);

    CommandResult result = verify(writeBundle(log, 7, MIRRORED));

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).startsWith("stella: bad_tile: ").contains("tiles verify");
    assertThat(result.out()).contains("anchored    failed");
  }

  @Test
  void reportsOutdatedInputsAsIncomplete() throws IOException {
    Path bundle = writeBundle(log, 7, 300);
    assertThat(verify(bundle, "--max-age", "24h").status()).isZero();

    makeOld(mirrorDirectory().resolve("checkpoint"));
    CommandResult mirror = verify(bundle, "--max-age", "24h");
    assertThat(mirror.status()).isEqualTo(4);
    assertThat(mirror.err()).startsWith("stella: stale: the mirror is 48h old");

    makeOld(directory.resolve("root.json"));
    CommandResult root = verify(bundle, "--max-age", "24h");
    assertThat(root.status()).isEqualTo(4);
    assertThat(root.err()).startsWith("stella: stale: the trusted root is 48h old");
  }

  @Test
  void rejectionNamesItsStepAndInvalidOptionsAreUsageErrors() throws IOException {
    Path bundle = writeBundle(log, 7, 300);
    Files.writeString(directory.resolve("artifact 7"), "another");

    CommandResult rejected = verify(bundle);
    assertThat(rejected.status()).isEqualTo(1);
    assertThat(rejected.err()).startsWith("stella: bad_attestation: artifact: ");

    assertThat(CommandResult.run("verify", "--config", configuration.file().toString()).status())
        .isEqualTo(2);
    assertThat(verify(directory.resolve("missing.sigstore.json")).status()).isEqualTo(2);
  }

  @Test
  void batchContinuesAfterAMissingArtifactAndExitsWithTheWorstStatus() throws IOException {
    for (long index = 0; index < 4; index++) {
      writeBundle(log, index, 300);
    }
    Files.delete(directory.resolve("artifact 1"));

    CommandResult missing = verifyBatch();
    assertThat(missing.status()).isEqualTo(2);
    assertThat(missing.out().lines().filter(line -> line.contains("undecided")).toList())
        .singleElement()
        .asString()
        .contains("artifact 1.sigstore.json", "cannot read");
    assertThat(missing.out()).contains("4 bundles, 3 good");

    Files.writeString(directory.resolve("artifact 2"), "another");
    assertThat(verifyBatch().status()).isEqualTo(1);
  }

  @Test
  void reportsADiskFailureAsAnErrorAndNotAsARejection() throws IOException {
    Path checkpoint = mirrorDirectory().resolve("checkpoint");
    Files.delete(checkpoint);
    Files.createDirectory(checkpoint);

    CommandResult result = verify(writeBundle(log, 7, 300));

    assertThat(result.status()).isEqualTo(3);
    assertThat(result.err()).startsWith("stella: disk: ");
  }

  private CommandResult verifyBatch() {
    return runStella(new ArrayList<>(List.of("verify", "--batch", directory.toString())));
  }

  private CommandResult verify(Path bundle, String... options) {
    List<String> arguments = new ArrayList<>(List.of("verify", "--bundle", bundle.toString()));
    arguments.addAll(List.of(options));
    arguments.add(directory.resolve("artifact 7").toString());
    return runStella(arguments);
  }

  private CommandResult runStella(List<String> arguments) {
    arguments.addAll(
        1,
        List.of(
            "--config",
            configuration.file().toString(),
            "--trusted-root",
            directory.resolve("root.json").toString(),
            "--key",
            directory.resolve("notary.pem").toString()));
    return CommandResult.run(arguments.toArray(String[]::new));
  }

  /** Writes a bundle and its artifact beside each other, as {@code --batch} wants them. */
  private Path writeBundle(FakeLog from, long index, long size) {
    try {
      Path artifact = directory.resolve("artifact " + index);
      Files.write(artifact, NOTARY.artifact(index));
      return Files.write(
          directory.resolve(artifact.getFileName() + ".sigstore.json"),
          NOTARY.bundle(from, index, size));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void mirror(FakeLog sourceLog) {
    sourceLog.write(mirrorDirectory());
  }

  private Path mirrorDirectory() {
    return configuration.settings().tiles().basePath().resolve(log.identity().origin().directory());
  }

  private static void makeOld(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(48))));
  }
}
