package org.stellaops.attestor.scenario.verification;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.app.OfflineMirrorLookup;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.MirrorLayout;
import org.stellaops.attestor.mirror.lookup.AnchorStore;
import org.stellaops.attestor.mirror.lookup.MirrorMatch;
import org.stellaops.attestor.mirror.store.StoredEvidence;
import org.stellaops.attestor.scenario.support.CommandResult;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.sigstore.TestSigner;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;

/** Attestations of a log after a sync has found that it signed two histories. */
class QuarantinedLogTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long MIRRORED = 515;
  private static final long FORK = 300;
  private static final TestSigner NOTARY = TestSigner.ecdsaP256();
  private static final String ORIGIN = "notary.example/log";

  private static final FakeLog LOG = NOTARY.log(ORIGIN).grow(MIRRORED);

  /** The same entries but one, signed with the same key. */
  private static final FakeLog OTHER =
      FakeLog.named(ORIGIN)
          .withEntries(index ->
              index == FORK ? "other".getBytes(StandardCharsets.UTF_8) : NOTARY.entry(index))
          .grow(700);

  @TempDir private Path directory;

  private FakeLogServer server;
  private TestConfiguration configuration;
  private Path quarantineFile;

  @BeforeEach
  void contradict() throws IOException {
    server = FakeLogServer.start(LOG);
    configuration = MirrorUnderTest.of(directory, LOG, server.url());
    Files.write(directory.resolve("root.json"), TestSigner.trustedRoot(LOG));
    Files.writeString(directory.resolve("notary.pem"), NOTARY.pem());
    try (MirrorUnderTest mirror = configuration.start()) {
      assertThat(mirror.sync().failure()).isEmpty();
      server.serve(OTHER);
      assertThat(mirror.sync().failure()).contains(Failure.INCONSISTENT);
    }
    quarantineFile =
        configuration
            .settings()
            .tiles()
            .basePath()
            .resolve(MirrorLayout.QUARANTINE_DIRECTORY)
            .resolve(LOG.identity().origin().directory());
    assertThat(quarantineFile).exists();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void entryOfBothHistoriesStaysAnchoredWithAWarning() throws IOException {
    disconnectDatabase();

    CommandResult result = verify(LOG, 7, MIRRORED, "--require-anchored", "-o", "json");

    assertThat(result.status()).as(result.err()).isZero();
    JsonNode json = JSON.readTree(result.out());
    assertThat(json.at("/anchored/state").asText()).isEqualTo("anchored");
    assertThat(json.at("/warnings/0").asText())
        .contains("two histories", "only the first 256 entries in common", "inconsistent");
    assertThat(verify(LOG, 7, MIRRORED).out()).contains("warning     the log '" + ORIGIN);
  }

  @Test
  void entryBeyondTheCommonOnesIsDisputedAndNotAnchored() throws IOException {
    disconnectDatabase();

    CommandResult result = verify(LOG, FORK + 1, MIRRORED, "-o", "json");
    assertThat(result.status()).as(result.err()).isZero();
    JsonNode json = JSON.readTree(result.out());
    assertThat(json.at("/verdict").asText()).isEqualTo("good");
    assertThat(json.at("/anchored/state").asText()).isEqualTo("disputed");
    assertThat(json.at("/warnings/0").asText()).contains("two histories");

    CommandResult required = verify(LOG, FORK + 1, MIRRORED, "--require-anchored");
    assertThat(required.status()).isEqualTo(1);
    assertThat(required.err()).startsWith("stella: quarantined: not anchored: ");
  }

  @Test
  void entryThatOnlyTheOtherHistoryProvesIsRefused() {
    disconnectDatabase();
    for (long index : new long[] {7, FORK + 1, 600}) {
      CommandResult result = verify(OTHER, index, 650);

      assertThat(result.status()).as(result.out()).isEqualTo(1);
      assertThat(result.err()).startsWith("stella: quarantined: ");
      assertThat(result.out()).contains("anchored    disputed", "verdict     refused");
    }
    assertThat(verify(OTHER, 7, 400).err()).startsWith("stella: split_view: ");
  }

  @Test
  void proofOfAnEntryIsDisputedToo() {
    disconnectDatabase();
    CommandResult early = proof(7);
    assertThat(early.status()).as(early.err()).isZero();
    assertThat(early.out()).contains("\nanchored: ", "\nwarning: the log ");

    CommandResult late = proof(FORK + 1);
    assertThat(late.status()).as(late.err()).isEqualTo(1);
    assertThat(late.out()).contains("\ndisputed: ");
  }

  @Test
  void entryInTheMirrorIsFoundWithAWarning() throws IOException {
    disconnectDatabase();
    CommandResult found =
        CommandResult.runWithConfig(
            configuration.file(), "verify", "--backend", "log", "--index", "7");
    assertThat(found.status()).as(found.err()).isZero();
    assertThat(found.out()).contains("\nwarning: the log has signed two histories");
    String json =
        CommandResult.runWithConfig(
                configuration.file(), "verify", "--backend", "log", "--index", "7", "-o", "json")
            .out();
    assertThat(JSON.readTree(json).at("/warnings")).hasSize(1);
  }

  @Test
  void promiseOfALogInQuarantineIsRefused() throws IOException {
    MirrorMatch promise = promiseOnly(ORIGIN);
    assertThat(promise.state()).isEqualTo(MirrorMatch.State.DISPUTED);
    assertThat(promise.failure()).contains(Failure.QUARANTINED);
    assertThat(promise.warning().orElseThrow()).contains("two histories");

    MirrorMatch unrelated = promiseOnly("other.example/log");
    assertThat(unrelated.state()).isEqualTo(MirrorMatch.State.NOT_ANCHORED);
    assertThat(unrelated.warning()).isEmpty();

    Files.writeString(quarantineFile, "stella-attestor evidence 1\n");
    MirrorMatch unreadable = promiseOnly(ORIGIN);
    assertThat(unreadable.state()).isEqualTo(MirrorMatch.State.FAILED);
    assertThat(unreadable.failure()).contains(Failure.INVALID_NOTE);
  }

  private MirrorMatch promiseOnly(String logName) {
    try (OfflineMirrorLookup mirrors =
        new OfflineMirrorLookup(configuration.settings(), AnchorStore.NONE, Clock.systemUTC())) {
      return mirrors.promiseOnly(logName);
    }
  }

  @Test
  void releaseEndsTheDispute() {
    CommandResult release =
        CommandResult.runWithConfig(
            configuration.file(), "backend", "release", "log", "--reason", "the log was restored");
    assertThat(release.status()).as(release.err()).isZero();
    assertThat(quarantineFile).doesNotExist();
    disconnectDatabase();

    CommandResult result = verify(LOG, FORK + 1, MIRRORED, "--require-anchored");

    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.out()).doesNotContain("warning");
  }

  @Test
  void deletedQuarantineFileIsWrittenAgainAtTheNextStart() throws IOException {
    byte[] evidence = Files.readAllBytes(quarantineFile);
    Files.delete(quarantineFile);

    configuration.start().close();

    assertThat(quarantineFile).hasBinaryContent(evidence);
  }

  @Test
  void quarantineSurvivesTheLossOfTheDatabase() {
    configuration.database(TestConfiguration.newDatabase());

    try (MirrorUnderTest mirror = configuration.start()) {
      assertThat(mirror.store().evidence().findQuarantine(LOG.identity().origin()))
          .map(StoredEvidence::evidence)
          .hasValueSatisfying(evidence -> evidence.verify(LOG.identity().key()));
      server.serve(LOG);
      assertThat(mirror.sync().failure()).contains(Failure.QUARANTINED);
    }
  }

  @Test
  void quarantineFileOfAReleasedLogIsRemovedAtTheNextStart() throws IOException {
    byte[] evidence = Files.readAllBytes(quarantineFile);
    CommandResult.runWithConfig(
        configuration.file(), "backend", "release", "log", "--reason", "the log was restored");
    Files.write(quarantineFile, evidence); // the process was killed before it removed the file

    configuration.start().close();

    assertThat(quarantineFile).doesNotExist();
  }

  @Test
  void changedQuarantineFileIsReportedAndNothingIsAnchored() throws IOException {
    disconnectDatabase();
    Files.writeString(quarantineFile, "stella-attestor evidence 1\n");

    CommandResult result = verify(LOG, 7, MIRRORED, "--require-anchored");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).startsWith("stella: invalid_note: ").contains(".quarantine");
  }

  @Test
  void contradictionFoundWithoutADatabaseReachesItLater() throws IOException {
    CommandResult.runWithConfig(
        configuration.file(), "backend", "release", "log", "--reason", "the log was restored");
    disconnectDatabase();
    CommandResult found = verify(OTHER, 7, 400);
    assertThat(found.err()).contains("NOT stored in PostgreSQL", "in quarantine here");
    assertThat(verify(LOG, 7, MIRRORED).out()).contains("anchored    disputed");

    configuration.database(TestConfiguration.newDatabase());
    try (MirrorUnderTest mirror = configuration.start()) {
      assertThat(mirror.store().evidence().findQuarantine(LOG.identity().origin())).isPresent();
    }
  }

  private void disconnectDatabase() {
    configuration.database("jdbc:postgresql://127.0.0.1:1/nowhere?user=nobody");
  }

  private CommandResult proof(long index) {
    Path file = directory.resolve("entry" + index + ".tlog-proof");
    CommandResult proof =
        CommandResult.runWithConfig(
            configuration.file(),
            "prove",
            "--backend",
            "log",
            "--index",
            "" + index,
            "--output",
            file.toString());
    assertThat(proof.status()).as(proof.err()).isZero();
    return CommandResult.runWithConfig(
        configuration.file(), "verify-proof", "--require-anchored", file.toString());
  }

  private CommandResult verify(FakeLog from, long index, long size, String... options) {
    try {
      Path artifact = Files.write(directory.resolve("artifact " + index), NOTARY.artifact(index));
      Path bundle =
          Files.write(
              directory.resolve(artifact.getFileName() + ".sigstore.json"),
              NOTARY.bundle(from, index, size));
      List<String> arguments =
          new ArrayList<>(
              List.of(
                  "verify",
                  "--bundle",
                  bundle.toString(),
                  "--trusted-root",
                  directory.resolve("root.json").toString(),
                  "--key",
                  directory.resolve("notary.pem").toString()));
      arguments.addAll(List.of(options));
      arguments.add(artifact.toString());
      return CommandResult.runWithConfig(configuration.file(), arguments.toArray(String[]::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
