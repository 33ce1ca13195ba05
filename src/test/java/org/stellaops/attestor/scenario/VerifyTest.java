package org.stellaops.attestor.scenario;

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
import org.stellaops.attestor.app.Store;
import org.stellaops.attestor.attestation.Notary;
import org.stellaops.attestor.evidence.EvidenceFile;
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.mirror.KeptEvidence;

/** {@code stella attestor verify} beside a mirror that is nothing but files. */
class VerifyTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long MIRRORED = 515;
  private static final Notary NOTARY = Notary.usual();

  @TempDir private Path directory;

  private FakeLog log;
  private TestConfiguration configuration;

  @BeforeEach
  void mirrorTheLog() throws IOException {
    log = NOTARY.log("notary.example/log").grow(MIRRORED);
    configuration =
        MirrorUnderTest.of(directory, log, TwoSides.NOWHERE)
            .database("jdbc:postgresql://127.0.0.1:1/nowhere?user=nobody");
    mirror(log);
    Files.write(directory.resolve("root.json"), Notary.trustedRoot(log));
    Files.writeString(directory.resolve("notary.pem"), NOTARY.pem());
  }

  @Test
  void entryOfTheMirroredLogIsAnchoredWithoutAnyDatabase() throws IOException {
    Answered answered = verify(bundle(log, 7, 300), "--require-anchored", "-o", "json");

    assertThat(answered.status()).as(answered.err()).isZero();
    JsonNode json = JSON.readTree(answered.out());
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
  void checkpointBeyondTheMirrorIsGoodUnlessAnAnchorIsRequired() {
    log.grow(10);
    Path bundle = bundle(log, 7, 520);

    Answered without = verify(bundle);
    assertThat(without.status()).isZero();
    assertThat(without.out()).contains("anchored    beyond_mirror");

    Answered with = verify(bundle, "--require-anchored");
    assertThat(with.status()).isEqualTo(4);
    assertThat(with.err()).startsWith("stella: incomplete: not anchored: the checkpoint has 520");
  }

  @Test
  void logThatNobodyMirrorsIsNotAnchored() throws IOException {
    FakeLog other = NOTARY.log("other.example/log").grow(10);
    Files.write(directory.resolve("root.json"), Notary.trustedRoot(other));

    Answered answered = verify(bundle(other, 7, 10), "--require-anchored");

    assertThat(answered.status()).isEqualTo(4);
    assertThat(answered.err()).contains("no backend follows the log 'other.example/log'");
  }

  @Test
  void splitViewIsRefusedAndItsEvidenceIsInPostgres() {
    configuration.database(TestConfiguration.ownDatabase());
    FakeLog other = log.fork(100).grow(200);

    Answered answered = verify(bundle(other, 7, 300));

    assertThat(answered.status()).isEqualTo(1);
    assertThat(answered.err())
        .startsWith("stella: split_view: the log has signed two histories")
        .contains("kept as evidence 1");
    assertThat(answered.out()).contains("anchored    split_view", "verdict     refused");
    try (Store store = Store.toLook(configuration.settings())) {
      KeptEvidence kept = store.evidence().quarantine(log.identity().origin()).orElseThrow();
      kept.evidence().verify(log.identity().key());
      assertThat(kept.evidence().source()).endsWith("artifact 7.sigstore.json");
    }
  }

  @Test
  void splitViewIsInAFileWherePostgresIsAwayAndTheOutputSaysSo() throws IOException {
    Path bundle = bundle(log.fork(100).grow(200), 7, 300);

    Answered answered = verify(bundle, "-o", "json");
    verify(bundle);

    assertThat(answered.status()).isEqualTo(1);
    assertThat(answered.err()).contains("NOT stored in PostgreSQL").contains("in the file");
    assertThat(JSON.readTree(answered.out()).at("/error").asText()).isEqualTo("split_view");
    try (Stream<Path> files = Files.list(directory.resolve("evidence"))) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      EvidenceFile.parse(Files.readAllBytes(all.get(0))).verify(log.identity().key());
    }
  }

  @Test
  void damagedMirrorIsNoFaultOfTheLogAndIsNotHidden() throws IOException {
    Path tile = mirrorDirectory().resolve("tile/0/000");
    byte[] bytes = Files.readAllBytes(tile);
    bytes[7 * 32] ^= 1;
    Files.write(tile, bytes);

    Answered answered = verify(bundle(log, 7, MIRRORED));

    assertThat(answered.status()).isEqualTo(1);
    assertThat(answered.err()).startsWith("stella: bad_tile: ").contains("tiles verify");
    assertThat(answered.out()).contains("anchored    failed");
  }

  @Test
  void whatIsOlderThanWantedIsIncomplete() throws IOException {
    Path bundle = bundle(log, 7, 300);
    assertThat(verify(bundle, "--max-age", "24h").status()).isZero();

    old(mirrorDirectory().resolve("checkpoint"));
    Answered mirror = verify(bundle, "--max-age", "24h");
    assertThat(mirror.status()).isEqualTo(4);
    assertThat(mirror.err()).startsWith("stella: stale: the mirror is 48h old");

    old(directory.resolve("root.json"));
    Answered root = verify(bundle, "--max-age", "24h");
    assertThat(root.status()).isEqualTo(4);
    assertThat(root.err()).startsWith("stella: stale: the trusted root is 48h old");
  }

  @Test
  void refusalSaysItsStepAndAWrongLineIsUsage() throws IOException {
    Path bundle = bundle(log, 7, 300);
    Files.writeString(directory.resolve("artifact 7"), "another");

    Answered refused = verify(bundle);
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).startsWith("stella: bad_attestation: artifact: ");

    assertThat(Answered.to("verify", "--config", configuration.file().toString()).status())
        .isEqualTo(2);
    assertThat(verify(directory.resolve("missing.sigstore.json")).status()).isEqualTo(2);
  }

  @Test
  void batchGoesOnWhereAnArtifactIsMissingAndEndsWithTheWorst() throws IOException {
    for (long index = 0; index < 4; index++) {
      bundle(log, index, 300);
    }
    Files.delete(directory.resolve("artifact 1"));

    Answered missing = batch();
    assertThat(missing.status()).isEqualTo(2);
    assertThat(missing.out().lines().filter(line -> line.contains("undecided")).toList())
        .singleElement()
        .asString()
        .contains("artifact 1.sigstore.json", "cannot read");
    assertThat(missing.out()).contains("4 bundles, 3 good");

    Files.writeString(directory.resolve("artifact 2"), "another");
    assertThat(batch().status()).isEqualTo(1);
  }

  @Test
  void diskTroubleIsTroubleAndNotARefusal() throws IOException {
    Path checkpoint = mirrorDirectory().resolve("checkpoint");
    Files.delete(checkpoint);
    Files.createDirectory(checkpoint);

    Answered answered = verify(bundle(log, 7, 300));

    assertThat(answered.status()).isEqualTo(3);
    assertThat(answered.err()).startsWith("stella: disk: ");
  }

  private Answered batch() {
    return answered(new ArrayList<>(List.of("verify", "--batch", directory.toString())));
  }

  private Answered verify(Path bundle, String... more) {
    List<String> words = new ArrayList<>(List.of("verify", "--bundle", bundle.toString()));
    words.addAll(List.of(more));
    words.add(directory.resolve("artifact 7").toString());
    return answered(words);
  }

  private Answered answered(List<String> words) {
    words.addAll(
        1,
        List.of(
            "--config",
            configuration.file().toString(),
            "--trusted-root",
            directory.resolve("root.json").toString(),
            "--key",
            directory.resolve("notary.pem").toString()));
    return Answered.to(words.toArray(String[]::new));
  }

  /** Writes a bundle and its artifact beside each other, as {@code --batch} wants them. */
  private Path bundle(FakeLog from, long index, long size) {
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

  private void mirror(FakeLog of) {
    of.write(mirrorDirectory());
  }

  private Path mirrorDirectory() {
    return configuration.settings().tiles().basePath().resolve(log.identity().origin().directory());
  }

  private static void old(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(48))));
  }
}
