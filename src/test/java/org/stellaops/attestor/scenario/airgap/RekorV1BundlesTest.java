package org.stellaops.attestor.scenario.airgap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.stellaops.attestor.scenario.support.RekorV1AirGapFixture.ACTIVE;
import static org.stellaops.attestor.scenario.support.RekorV1AirGapFixture.BACKEND;
import static org.stellaops.attestor.scenario.support.RekorV1AirGapFixture.CLOSED;
import static org.stellaops.attestor.scenario.support.RekorV1AirGapFixture.PROOF;
import static org.stellaops.attestor.scenario.support.RekorV1AirGapFixture.SHARD;
import static org.stellaops.attestor.scenario.support.RekorV1AirGapFixture.withFile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.bundle.format.Receipt;
import org.stellaops.attestor.bundle.read.BundleForger;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.filetree.AnchorDirectory;
import org.stellaops.attestor.mirror.Evidence;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.proof.HeadAnchor;
import org.stellaops.attestor.route.airgap.BundleReport;
import org.stellaops.attestor.route.airgap.ImportRequest;
import org.stellaops.attestor.scenario.support.AirGapFixture;
import org.stellaops.attestor.scenario.support.CommandResult;
import org.stellaops.attestor.scenario.support.CycleReportAssertions;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.scenario.support.RekorV1AirGapFixture;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeRekor;

/**
 * Bundles of a Rekor v1 shard that has no tiles: checkpoints, and consistency proofs from one to
 * the other.
 */
class RekorV1BundlesTest {
  private static final long SIZE = 1000;

  @TempDir private Path directory;
  private RekorV1AirGapFixture airGap;

  @BeforeEach
  void setUp() throws IOException {
    FakeRekor rekor =
        FakeRekor.named("rekor.example").openShard(CLOSED, 300).openShard(ACTIVE, SIZE);
    airGap = RekorV1AirGapFixture.of(directory, rekor);
    airGap.server().requests().clear();
  }

  @AfterEach
  void tearDown() {
    airGap.close();
  }

  @Test
  void importsAFirstBundleWithOnlyTheLogKey() {
    Path fullBundle = airGap.export("first.tar.gz");

    BundleReport report = airGap.importSuccessfully(fullBundle);

    assertThat(report.outcome()).isEqualTo("first_contact");
    assertThat(report.verification().orElseThrow().consistentWith()).isEmpty();
    assertThat(airGap.knownHead()).isEqualTo(airGap.rekor().shard(ACTIVE).head());
    assertThat(report.receipt().map(Receipt::pending)).contains(airGap.knownHead());
    assertThat(airGap.server().requests().count(PROOF)).isZero();
    assertThat(airGap.importSuccessfully(fullBundle).outcome()).isEqualTo("unchanged");
    assertThat(airGap.importCount("first_contact")).isEqualTo(1);
    CommandResult inspected = CommandResult.run("bundles", "inspect", fullBundle.toString());
    assertThat(inspected.out()).contains("Origin:    rekor.example - 22", "checkpoints", "0 tiles");
    assertThat(CommandResult.run("bundles", "list", "--config", airGap.config()).out())
        .containsPattern("export +" + SHARD + " +checkpoints");
  }

  @ParameterizedTest(name = "from {0} by {1}")
  @CsvSource({"1000, 700", "1024, 1", "1024, 1024", "1001, 23"})
  void verifiesADeltaSinceAReceiptFromHeadToHead(long base, long more) {
    if (base > SIZE) {
      airGap.grow(base - SIZE);
    }
    Receipt receipt =
        airGap.importSuccessfully(airGap.export("first.tar.gz")).receipt().orElseThrow();
    airGap.grow(more);
    airGap.server().requests().clear();

    BundleReport report = airGap.importSuccessfully(airGap.exportSince(receipt, "next.tar.zst"));

    assertThat(report.outcome()).isEqualTo("advanced");
    assertThat(report.verification().orElseThrow().consistentWith()).contains(base);
    assertThat(report.verification().orElseThrow().consistencyProofs()).isPositive();
    assertThat(airGap.server().requests().count(PROOF)).isEqualTo(1);
    assertThat(airGap.knownHead()).isEqualTo(airGap.rekor().shard(ACTIVE).head(base + more));
    assertThat(report.receipt().map(Receipt::pending)).contains(airGap.knownHead());
  }

  @Test
  void exportsTheSameBytesForTheSameState() throws IOException {
    airGap.export("first.tar.gz");
    airGap.grow(500);

    Path one = airGap.exportSince(SIZE, "one.tar.gz");
    Path two = airGap.exportSince(SIZE, "two.tar.gz");

    assertThat(two).hasSameBinaryContentAs(one);
  }

  @Test
  void reportsTheMissingRangeAndAcceptsAnyDeltaThatCoversIt() {
    airGap.importSuccessfully(airGap.export("first.tar.gz"));
    airGap.grow(500);
    Path lost = airGap.exportSince(SIZE, "lost.tar.gz");
    airGap.grow(600);
    Path next = airGap.exportSince(1500, "next.tar.gz");
    List<Object> before = airGap.snapshot();

    BundleReport report = airGap.importBundle(next);

    assertThat(report.failure()).contains(Failure.INCOMPLETE);
    assertThat(Failure.INCOMPLETE.exitCode()).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(report.message()).contains("entries 1000 to 1499").contains("begins at entry 1500");
    assertThat(report.hint()).contains("export --backend " + SHARD + " --since 1000");
    assertThat(airGap.snapshot()).isEqualTo(before);

    assertThat(airGap.importSuccessfully(airGap.exportSince(SIZE, "all.tar.gz")).outcome())
        .isEqualTo("advanced");
    assertThat(airGap.importSuccessfully(next).outcome()).isEqualTo("unchanged");
    assertThat(airGap.importSuccessfully(lost).outcome()).isEqualTo("older");
  }

  /** As over a diode: nothing comes back, and each kit is for whoever has any earlier one. */
  @Test
  void connectsToThePreviousExportWithoutAReceipt() {
    airGap.importSuccessfully(airGap.export("1.tar.gz"));
    airGap.grow(500);
    airGap.export("2-lost.tar.gz");
    airGap.grow(500);

    assertThat(airGap.importSuccessfully(airGap.export("3.tar.gz")).outcome())
        .isEqualTo("advanced");
    airGap.grow(500);
    assertThat(airGap.importSuccessfully(airGap.export("4.tar.gz")).outcome())
        .isEqualTo("advanced");
    assertThat(airGap.knownHead().size()).isEqualTo(2500);
  }

  @Test
  void rejectsABaseSizeThatWasNeverObserved() {
    BundleReport report =
        airGap
            .connected()
            .export(
                RekorV1AirGapFixture.request(
                    airGap.carried("odd.tar.gz"), OptionalLong.of(777), Optional.empty()))
            .get(0);

    assertThat(report.failure()).contains(Failure.INCOMPLETE);
    assertThat(report.message()).contains("no checkpoint of size 777");
    assertThat(airGap.carried("odd.tar.gz")).doesNotExist();
  }

  @Test
  void reportsAnOlderBundleAsVerifiedOnlyWithAProof() throws IOException {
    Path old = airGap.export("old.tar.gz");
    airGap.connected().execute("truncate bundles");
    airGap.grow(900);
    airGap.importSuccessfully(airGap.export("new.tar.gz"));
    List<Object> before = airGap.snapshot();

    BundleReport unproved = airGap.importBundle(old);

    assertThat(unproved.failure()).isEmpty();
    assertThat(unproved.outcome()).isEqualTo("not_compared");
    assertThat(unproved.verification().orElseThrow().consistentWith()).isEmpty();
    assertThat(unproved.message()).contains("older than the 1900 entries").contains("not compared");
    assertThat(airGap.isolatedConfiguration().importBundle(AirGapFixture.dryRun(old)).outcome())
        .isEqualTo("not_compared");
    assertThat(airGap.snapshot()).isEqualTo(before);
  }

  @ParameterizedTest(name = "honest: {0}")
  @ValueSource(booleans = {true, false})
  void anchorDecidesWhetherAnOlderBundleIsConsistent(boolean honest) throws IOException {
    Path old =
        honest
            ? airGap.export("old.tar.gz")
            : RekorV1AirGapFixture.exportForkedHistory(
                forked(700, 300), directory.resolve("other"), 0, none());
    airGap.connected().execute("truncate bundles");
    airGap.grow(900);
    CommandResult added =
        CommandResult.run(
            "anchor",
            "add",
            "--backend",
            SHARD,
            "--size",
            Long.toString(SIZE),
            "--config",
            airGap.config());
    assertThat(added.status()).as(added.err()).isZero();
    airGap.importSuccessfully(airGap.export("new.tar.gz"));
    assertThat(airGap.attachedFiles()).hasSize(1);
    List<Object> before = airGap.snapshot();

    BundleReport report = airGap.importBundle(old);

    if (honest) {
      assertThat(report.message()).isEmpty();
      assertThat(report.outcome()).isEqualTo("older");
    } else {
      assertThat(report.failure()).contains(Failure.SPLIT_VIEW);
      assertEvidence(Failure.SPLIT_VIEW);
    }
    assertThat(airGap.snapshot()).isEqualTo(before);
  }

  @Test
  void anchorInsideTheBundleIsUsedToo() throws IOException {
    FakeLog shard = airGap.rekor().shard(ACTIVE);
    shard.grow(900);
    HeadAnchor anchor =
        new HeadAnchor(
            shard.head(SIZE),
            shard.consistency(SIZE, SIZE + 900),
            SignedNote.parse(shard.checkpoint(SIZE + 900)));
    Path anchorFile = new AnchorDirectory(directory.resolve("connected")).store(anchor);
    Path old = airGap.export("old.tar.gz");
    Files.delete(anchorFile);
    airGap.connected().execute("truncate bundles");
    airGap.grow(0);
    airGap.importSuccessfully(airGap.export("new.tar.gz"));
    List<Object> before = airGap.snapshot();

    assertThat(airGap.importSuccessfully(old).outcome()).isEqualTo("older");
    assertThat(airGap.snapshot()).isEqualTo(before);
  }

  /** Nothing is known that its base would have to be held against. */
  @Test
  void acceptsADeltaAsFirstContact() {
    airGap.grow(500);

    assertThat(airGap.importSuccessfully(airGap.exportSince(SIZE, "delta.tar.gz")).outcome())
        .isEqualTo("first_contact");
    assertThat(airGap.snapshot().get(1))
        .isEqualTo(
            List.of(airGap.rekor().shard(ACTIVE).head(), airGap.rekor().shard(ACTIVE).head(SIZE)));
  }

  static Stream<Arguments> forkedHistories() {
    return Stream.of(
        Arguments.of("same size, another root", 999L, 1L, 0L, none()),
        Arguments.of("larger, from another tree of our size", 700L, 300L, 400L, since(SIZE)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forkedHistories")
  void storesTwoRootsOfOneSizeAsEvidence(
      String name, long forkedAt, long grown, long more, OptionalLong since) throws IOException {
    airGap.importSuccessfully(airGap.export("honest.tar.gz"));
    Path other =
        RekorV1AirGapFixture.exportForkedHistory(
            forked(forkedAt, grown), directory.resolve("other"), more, since);
    List<Object> before = airGap.snapshot();

    BundleReport report = airGap.importBundle(other);

    assertThat(report.failure()).as(report.message()).contains(Failure.SPLIT_VIEW);
    assertThat(airGap.snapshot()).isEqualTo(before);
    assertEvidence(Failure.SPLIT_VIEW);
    assertThat(airGap.importBundle(airGap.carried("honest.tar.gz")).failure())
        .contains(Failure.QUARANTINED);
  }

  /** No export of a shard has a pending note; whoever packs one has the log's signature to show. */
  @Test
  void storesAPendingCheckpointOfAnotherHistoryAsEvidence() throws IOException {
    Path old = airGap.export("old.tar.gz");
    airGap.grow(900);
    airGap.importSuccessfully(airGap.export("new.tar.gz"));
    FakeLog other = forked(700, 1200).shard(ACTIVE);
    Path forged =
        BundleForger.of(old)
            .addFile("checkpoint", "pending", other.checkpoint())
            .write(airGap.carried("forged.tar.gz"));
    List<Object> before = airGap.snapshot();

    BundleReport report = airGap.importBundle(forged);

    assertThat(report.failure()).as(report.message()).contains(Failure.SPLIT_VIEW);
    assertThat(airGap.snapshot()).isEqualTo(before);
    assertEvidence(Failure.SPLIT_VIEW);
  }

  @Test
  void storesAProofOfAnotherPrefixAsEvidence() throws IOException {
    airGap.importSuccessfully(airGap.export("honest.tar.gz"));
    Path other =
        RekorV1AirGapFixture.exportForkedHistory(
            forked(700, 300), directory.resolve("other"), 400, since(SIZE));
    FakeLog honest = airGap.rekor().shard(ACTIVE);
    BundleForger forger =
        withFile(BundleForger.of(other), "checkpoints/1000", honest.checkpoint(SIZE));
    Path forged =
        forger
            .replaceInManifest(rootIn(other), honest.head(SIZE).root().toString())
            .write(airGap.carried("forged.tar.gz"));

    BundleReport report = airGap.importBundle(forged);

    assertThat(report.failure()).as(report.message()).contains(Failure.INCONSISTENT);
    assertEvidence(Failure.INCONSISTENT);
    assertThat(airGap.knownHead()).isEqualTo(honest.head(SIZE));
  }

  @Test
  void reportsAnUnreachableServerWithTheNextCommand() throws IOException {
    airGap.grow(500);
    Path fullBundle = airGap.carried("kit.tar.gz");
    airGap.server().close();

    BundleReport report =
        airGap
            .connected()
            .export(
                RekorV1AirGapFixture.request(fullBundle, OptionalLong.of(SIZE), Optional.empty()))
            .get(0);

    assertThat(report.failure()).contains(Failure.NETWORK);
    assertThat(report.message()).contains("consistency proofs to size 1500");
    assertThat(report.hint())
        .contains("stella attestor sync --backend " + SHARD)
        .contains("stella attestor anchor add --backend " + SHARD);
    assertThat(fullBundle).doesNotExist();
  }

  @Test
  void doesNotFetchAStoredProofAgain() {
    airGap.importSuccessfully(airGap.export("first.tar.gz"));
    airGap.grow(500);
    CommandResult added =
        CommandResult.run(
            "anchor", "add", "--backend", SHARD, "--size", "1000", "--config", airGap.config());
    assertThat(added.status()).as(added.err()).isZero();
    airGap.server().close();

    assertThat(airGap.importSuccessfully(airGap.exportSince(SIZE, "next.tar.gz")).outcome())
        .isEqualTo("advanced");
    assertThat(airGap.attachedFiles().keySet())
        .anyMatch(file -> file.endsWith("anchors/1000.anchor"));
  }

  @Test
  void doesNotExportAProofOfAnotherTree() {
    airGap.grow(500);
    airGap.rekor().modifyProofs(hashes -> hashes.stream().map(hash -> "ab".repeat(32)).toList());

    BundleReport report =
        airGap
            .connected()
            .export(
                RekorV1AirGapFixture.request(
                    airGap.carried("kit.tar.gz"), OptionalLong.of(SIZE), Optional.empty()))
            .get(0);

    assertThat(report.failure()).contains(Failure.BAD_PROOF);
    assertThat(airGap.carried("kit.tar.gz")).doesNotExist();
  }

  @Test
  void rejectsABundleThatDoesNotMatchWhatIsMirrored() throws IOException {
    Path proofs = airGap.export("proofs.tar.gz");
    Path tiles = directory.resolve("tiles.tar.gz");
    Path whole = directory.resolve("whole");
    TestConfiguration mirrored =
        RekorV1AirGapFixture.connectedConfiguration(whole, airGap.rekor(), airGap.server())
            .backend("mirrorEntries", "true");
    try (MirrorUnderTest mirror = mirrored.start()) {
      BundleReport refused = mirror.importBundle(new ImportRequest(proofs, false, false));
      assertThat(refused.failure()).contains(Failure.CONFIGURATION);
      assertThat(refused.message()).contains("has no tiles, but log 'rekor.example - 22'");
      assertThat(mirror.state(SHARD)).isEmpty();

      CycleReportAssertions.assertGood(mirror.sync(SHARD));
      BundleReport exported =
          mirror.export(RekorV1AirGapFixture.request(tiles, none(), Optional.empty())).get(0);
      assertThat(exported.message()).isEmpty();
    }
    List<Object> before = airGap.snapshot();
    BundleReport report = airGap.importBundle(tiles);

    assertThat(report.failure()).contains(Failure.CONFIGURATION);
    assertThat(report.message()).contains("but only checkpoints of log");
    assertThat(airGap.snapshot()).isEqualTo(before);
  }

  @Test
  void commandsExportEveryShardAndRejectTileOptions() {
    Path folder = airGap.carried("all");
    assertThat(folder.toFile().mkdir()).isTrue();

    CommandResult all =
        CommandResult.run(
            "export",
            "--all",
            "--include-tiles",
            "--output",
            folder.toString(),
            "--config",
            airGap.config());
    CommandResult tiles =
        CommandResult.run(
            "export",
            "--backend",
            BACKEND,
            "--include-tiles",
            "--output",
            airGap.carried("tiles.tar.gz").toString(),
            "--config",
            airGap.config());

    assertThat(all.status()).as(all.err()).isZero();
    assertThat(folder.resolve("prod-11.tar.gz")).exists();
    assertThat(airGap.importSuccessfully(folder.resolve("prod-22.tar.gz")).outcome())
        .isEqualTo("first_contact");
    assertThat(tiles.status()).isEqualTo(2);
    assertThat(tiles.err()).contains("has no tiles").contains("omit --include-tiles");
  }

  private void assertEvidence(Failure kind) {
    Evidence evidence = airGap.isolatedConfiguration().store().evidence().all().get(0).evidence();
    assertThat(evidence.kind()).isEqualTo(kind);
    assertThatCode(() -> evidence.verify(airGap.rekor().key())).doesNotThrowAnyException();
  }

  /** A server with the same key that shows another history of the active shard. */
  private FakeRekor forked(long forkPoint, long grown) {
    FakeLog fork = airGap.rekor().shard(ACTIVE).fork(forkPoint).grow(grown);
    return airGap
        .rekor()
        .emptyCopy()
        .openShard(CLOSED, 300)
        .openShard(ACTIVE, 1)
        .replaceShard(ACTIVE, fork);
  }

  private static String rootIn(Path bundle) throws IOException {
    return CommandResult.run("bundles", "inspect", bundle.toString())
        .out()
        .lines()
        .filter(line -> line.startsWith("Base:"))
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .findFirst()
        .orElseThrow();
  }

  private static OptionalLong none() {
    return OptionalLong.empty();
  }

  private static OptionalLong since(long size) {
    return OptionalLong.of(size);
  }
}
