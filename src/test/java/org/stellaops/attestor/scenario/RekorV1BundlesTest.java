package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.stellaops.attestor.scenario.RekorV1Sides.ACTIVE;
import static org.stellaops.attestor.scenario.RekorV1Sides.BACKEND;
import static org.stellaops.attestor.scenario.RekorV1Sides.CLOSED;
import static org.stellaops.attestor.scenario.RekorV1Sides.PROOF;
import static org.stellaops.attestor.scenario.RekorV1Sides.SHARD;
import static org.stellaops.attestor.scenario.RekorV1Sides.replaced;

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
import org.stellaops.attestor.bundle.Forge;
import org.stellaops.attestor.bundle.Receipt;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.fakelog.FakeRekor;
import org.stellaops.attestor.filetree.AnchorFiles;
import org.stellaops.attestor.mirror.Evidence;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.proof.HeadAnchor;
import org.stellaops.attestor.route.BundleReport;
import org.stellaops.attestor.route.ImportRequest;

/**
 * Bundles of a Rekor v1 shard that has no tiles: checkpoints, and consistency proofs from one to
 * the other.
 */
class RekorV1BundlesTest {
  private static final long SIZE = 1000;

  @TempDir private Path directory;
  private RekorV1Sides sides;

  @BeforeEach
  void begin() throws IOException {
    FakeRekor rekor = FakeRekor.named("rekor.example").open(CLOSED, 300).open(ACTIVE, SIZE);
    sides = RekorV1Sides.of(directory, rekor);
    sides.server().requests().forget();
  }

  @AfterEach
  void end() {
    sides.close();
  }

  @Test
  void theFirstKitIsTakenByWhoKnowsNothingButTheKey() {
    Path kit = sides.export("first.tar.gz");

    BundleReport report = sides.importGood(kit);

    assertThat(report.outcome()).isEqualTo("first_contact");
    assertThat(report.proved().orElseThrow().consistentWith()).isEmpty();
    assertThat(sides.known()).isEqualTo(sides.rekor().shard(ACTIVE).head());
    assertThat(report.receipt().map(Receipt::pending)).contains(sides.known());
    assertThat(sides.server().requests().total(PROOF)).isZero();
    assertThat(sides.importGood(kit).outcome()).isEqualTo("unchanged");
    assertThat(sides.imports("first_contact")).isEqualTo(1);
    Answered seen = Answered.to("bundles", "inspect", kit.toString());
    assertThat(seen.out()).contains("Origin:    rekor.example - 22", "checkpoints", "0 tiles");
    assertThat(Answered.to("bundles", "list", "--config", sides.config()).out())
        .containsPattern("export +" + SHARD + " +checkpoints");
  }

  @ParameterizedTest(name = "from {0} by {1}")
  @CsvSource({"1000, 700", "1024, 1", "1024, 1024", "1001, 23"})
  void aDeltaSinceAReceiptIsProvedFromHeadToHead(long base, long more) {
    if (base > SIZE) {
      sides.grow(base - SIZE);
    }
    Receipt receipt = sides.importGood(sides.export("first.tar.gz")).receipt().orElseThrow();
    sides.grow(more);
    sides.server().requests().forget();

    BundleReport report = sides.importGood(sides.since(receipt, "next.tar.zst"));

    assertThat(report.outcome()).isEqualTo("advanced");
    assertThat(report.proved().orElseThrow().consistentWith()).contains(base);
    assertThat(report.proved().orElseThrow().consistencyProofs()).isPositive();
    assertThat(sides.server().requests().total(PROOF)).isEqualTo(1);
    assertThat(sides.known()).isEqualTo(sides.rekor().shard(ACTIVE).head(base + more));
    assertThat(report.receipt().map(Receipt::pending)).contains(sides.known());
  }

  @Test
  void theSameStateGivesTheSameBytes() throws IOException {
    sides.export("first.tar.gz");
    sides.grow(500);

    Path one = sides.since(SIZE, "one.tar.gz");
    Path two = sides.since(SIZE, "two.tar.gz");

    assertThat(two).hasSameBinaryContentAs(one);
  }

  @Test
  void aLostDeltaIsNamedExactlyAndAnyOneThatCoversItHeals() {
    sides.importGood(sides.export("first.tar.gz"));
    sides.grow(500);
    Path lost = sides.since(SIZE, "lost.tar.gz");
    sides.grow(600);
    Path next = sides.since(1500, "next.tar.gz");
    List<Object> before = sides.standing();

    BundleReport report = sides.importBundle(next);

    assertThat(report.failure()).contains(Failure.INCOMPLETE);
    assertThat(Failure.INCOMPLETE.exitCode()).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(report.message()).contains("entries 1000 to 1499").contains("begins at entry 1500");
    assertThat(report.hint()).contains("export --backend " + SHARD + " --since 1000");
    assertThat(sides.standing()).isEqualTo(before);

    assertThat(sides.importGood(sides.since(SIZE, "all.tar.gz")).outcome()).isEqualTo("advanced");
    assertThat(sides.importGood(next).outcome()).isEqualTo("unchanged");
    assertThat(sides.importGood(lost).outcome()).isEqualTo("older");
  }

  /** As over a diode: nothing comes back, and each kit is for whoever has any earlier one. */
  @Test
  void kitsWithoutReceiptsLinkToWhatWasExportedBefore() {
    sides.importGood(sides.export("1.tar.gz"));
    sides.grow(500);
    sides.export("2-lost.tar.gz");
    sides.grow(500);

    assertThat(sides.importGood(sides.export("3.tar.gz")).outcome()).isEqualTo("advanced");
    sides.grow(500);
    assertThat(sides.importGood(sides.export("4.tar.gz")).outcome()).isEqualTo("advanced");
    assertThat(sides.known().size()).isEqualTo(2500);
  }

  @Test
  void aSizeThatTheLogWasNotSeenAtIsNoBase() {
    BundleReport report =
        sides
            .connected()
            .export(
                RekorV1Sides.request(
                    sides.carried("odd.tar.gz"), OptionalLong.of(777), Optional.empty()))
            .get(0);

    assertThat(report.failure()).contains(Failure.INCOMPLETE);
    assertThat(report.message()).contains("no checkpoint of size 777");
    assertThat(sides.carried("odd.tar.gz")).doesNotExist();
  }

  @Test
  void anOlderBundleIsNotCalledProvedUnlessSomethingProvesIt() throws IOException {
    Path old = sides.export("old.tar.gz");
    sides.connected().execute("truncate bundles");
    sides.grow(900);
    sides.importGood(sides.export("new.tar.gz"));
    List<Object> before = sides.standing();

    BundleReport unproved = sides.importBundle(old);

    assertThat(unproved.failure()).isEmpty();
    assertThat(unproved.outcome()).isEqualTo("uncompared");
    assertThat(unproved.proved().orElseThrow().consistentWith()).isEmpty();
    assertThat(unproved.message()).contains("older than the 1900 entries").contains("not compared");
    assertThat(sides.isolated().importBundle(TwoSides.dryRun(old)).outcome())
        .isEqualTo("uncompared");
    assertThat(sides.standing()).isEqualTo(before);
  }

  @ParameterizedTest(name = "honest: {0}")
  @ValueSource(booleans = {true, false})
  void anAnchorTellsOfAnOlderBundleWhetherItIsOfOurHistory(boolean honest) throws IOException {
    Path old =
        honest
            ? sides.export("old.tar.gz")
            : RekorV1Sides.exportOf(forked(700, 300), directory.resolve("other"), 0, none());
    sides.connected().execute("truncate bundles");
    sides.grow(900);
    Answered added =
        Answered.to(
            "anchor",
            "add",
            "--backend",
            SHARD,
            "--size",
            Long.toString(SIZE),
            "--config",
            sides.config());
    assertThat(added.status()).as(added.err()).isZero();
    sides.importGood(sides.export("new.tar.gz"));
    assertThat(sides.received()).hasSize(1);
    List<Object> before = sides.standing();

    BundleReport report = sides.importBundle(old);

    if (honest) {
      assertThat(report.message()).isEmpty();
      assertThat(report.outcome()).isEqualTo("older");
    } else {
      assertThat(report.failure()).contains(Failure.SPLIT_VIEW);
      assertEvidence(Failure.SPLIT_VIEW);
    }
    assertThat(sides.standing()).isEqualTo(before);
  }

  @Test
  void anAnchorInTheBundleItselfTellsToo() throws IOException {
    FakeLog shard = sides.rekor().shard(ACTIVE);
    shard.grow(900);
    HeadAnchor anchor =
        new HeadAnchor(
            shard.head(SIZE),
            shard.consistency(SIZE, SIZE + 900),
            SignedNote.parse(shard.checkpoint(SIZE + 900)));
    Path carried = new AnchorFiles(directory.resolve("connected")).keep(anchor);
    Path old = sides.export("old.tar.gz");
    Files.delete(carried);
    sides.connected().execute("truncate bundles");
    sides.grow(0);
    sides.importGood(sides.export("new.tar.gz"));
    List<Object> before = sides.standing();

    assertThat(sides.importGood(old).outcome()).isEqualTo("older");
    assertThat(sides.standing()).isEqualTo(before);
  }

  /** Nothing is known that its base would have to be held against. */
  @Test
  void aDeltaIsAFirstContactToo() {
    sides.grow(500);

    assertThat(sides.importGood(sides.since(SIZE, "delta.tar.gz")).outcome())
        .isEqualTo("first_contact");
    assertThat(sides.standing().get(1))
        .isEqualTo(
            List.of(sides.rekor().shard(ACTIVE).head(), sides.rekor().shard(ACTIVE).head(SIZE)));
  }

  static Stream<Arguments> otherFaces() {
    return Stream.of(
        Arguments.of("same size, another root", 999L, 1L, 0L, none()),
        Arguments.of("larger, from another tree of our size", 700L, 300L, 400L, since(SIZE)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("otherFaces")
  void twoRootsOfOneSizeAreKeptAsEvidence(
      String name, long forkedAt, long grown, long more, OptionalLong since) throws IOException {
    sides.importGood(sides.export("honest.tar.gz"));
    Path other =
        RekorV1Sides.exportOf(forked(forkedAt, grown), directory.resolve("other"), more, since);
    List<Object> before = sides.standing();

    BundleReport report = sides.importBundle(other);

    assertThat(report.failure()).as(report.message()).contains(Failure.SPLIT_VIEW);
    assertThat(sides.standing()).isEqualTo(before);
    assertEvidence(Failure.SPLIT_VIEW);
    assertThat(sides.importBundle(sides.carried("honest.tar.gz")).failure())
        .contains(Failure.QUARANTINED);
  }

  /** No export of a shard has a pending note; whoever packs one has the log's signature to show. */
  @Test
  void aPendingNoteOfAnotherHistoryIsEvidence() throws IOException {
    Path old = sides.export("old.tar.gz");
    sides.grow(900);
    sides.importGood(sides.export("new.tar.gz"));
    FakeLog other = forked(700, 1200).shard(ACTIVE);
    Path forged =
        Forge.of(old)
            .with("checkpoint", "pending", other.checkpoint())
            .write(sides.carried("forged.tar.gz"));
    List<Object> before = sides.standing();

    BundleReport report = sides.importBundle(forged);

    assertThat(report.failure()).as(report.message()).contains(Failure.SPLIT_VIEW);
    assertThat(sides.standing()).isEqualTo(before);
    assertEvidence(Failure.SPLIT_VIEW);
  }

  @Test
  void aProofThatShowsAnotherBeginningIsEvidence() throws IOException {
    sides.importGood(sides.export("honest.tar.gz"));
    Path other =
        RekorV1Sides.exportOf(forked(700, 300), directory.resolve("other"), 400, since(SIZE));
    FakeLog honest = sides.rekor().shard(ACTIVE);
    Forge forge = replaced(Forge.of(other), "checkpoints/1000", honest.checkpoint(SIZE));
    Path forged =
        forge
            .manifest(rootIn(other), honest.head(SIZE).root().toString())
            .write(sides.carried("forged.tar.gz"));

    BundleReport report = sides.importBundle(forged);

    assertThat(report.failure()).as(report.message()).contains(Failure.INCONSISTENT);
    assertEvidence(Failure.INCONSISTENT);
    assertThat(sides.known()).isEqualTo(honest.head(SIZE));
  }

  @Test
  void aServerThatIsAwayIsToldWithWhatToType() throws IOException {
    sides.grow(500);
    Path kit = sides.carried("kit.tar.gz");
    sides.server().close();

    BundleReport report =
        sides
            .connected()
            .export(RekorV1Sides.request(kit, OptionalLong.of(SIZE), Optional.empty()))
            .get(0);

    assertThat(report.failure()).contains(Failure.NETWORK);
    assertThat(report.message()).contains("consistency proofs to size 1500");
    assertThat(report.hint())
        .contains("stella attestor sync --backend " + SHARD)
        .contains("stella attestor anchor add --backend " + SHARD);
    assertThat(kit).doesNotExist();
  }

  @Test
  void aProofThatIsStoredIsNotAskedFor() {
    sides.importGood(sides.export("first.tar.gz"));
    sides.grow(500);
    Answered added =
        Answered.to(
            "anchor", "add", "--backend", SHARD, "--size", "1000", "--config", sides.config());
    assertThat(added.status()).as(added.err()).isZero();
    sides.server().close();

    assertThat(sides.importGood(sides.since(SIZE, "next.tar.gz")).outcome()).isEqualTo("advanced");
    assertThat(sides.received().keySet()).anyMatch(file -> file.endsWith("anchors/1000.anchor"));
  }

  @Test
  void aProofOfAnotherTreeIsNotExported() {
    sides.grow(500);
    sides.rekor().alterProofs(hashes -> hashes.stream().map(hash -> "ab".repeat(32)).toList());

    BundleReport report =
        sides
            .connected()
            .export(
                RekorV1Sides.request(
                    sides.carried("kit.tar.gz"), OptionalLong.of(SIZE), Optional.empty()))
            .get(0);

    assertThat(report.failure()).contains(Failure.BAD_PROOF);
    assertThat(sides.carried("kit.tar.gz")).doesNotExist();
  }

  @Test
  void aLogIsTakenOnlyAsItIsFollowed() throws IOException {
    Path proofs = sides.export("proofs.tar.gz");
    Path tiles = directory.resolve("tiles.tar.gz");
    Path whole = directory.resolve("whole");
    TestConfiguration mirrored =
        RekorV1Sides.followed(whole, sides.rekor(), sides.server())
            .backend("mirrorEntries", "true");
    try (MirrorUnderTest mirror = mirrored.start()) {
      BundleReport refused = mirror.importBundle(new ImportRequest(proofs, false, false));
      assertThat(refused.failure()).contains(Failure.CONFIGURATION);
      assertThat(refused.message()).contains("not one tile of 'rekor.example - 22'");
      assertThat(mirror.state(SHARD)).isEmpty();

      ReportAssert.assertGood(mirror.sync(SHARD));
      BundleReport exported =
          mirror.export(RekorV1Sides.request(tiles, none(), Optional.empty())).get(0);
      assertThat(exported.message()).isEmpty();
    }
    List<Object> before = sides.standing();
    BundleReport report = sides.importBundle(tiles);

    assertThat(report.failure()).contains(Failure.CONFIGURATION);
    assertThat(report.message()).contains("of which only checkpoints are followed");
    assertThat(sides.standing()).isEqualTo(before);
  }

  @Test
  void commandsExportEveryShardAndRefuseTilesOfOne() {
    Path folder = sides.carried("all");
    assertThat(folder.toFile().mkdir()).isTrue();

    Answered all =
        Answered.to(
            "export",
            "--all",
            "--include-tiles",
            "--output",
            folder.toString(),
            "--config",
            sides.config());
    Answered tiles =
        Answered.to(
            "export",
            "--backend",
            BACKEND,
            "--include-tiles",
            "--output",
            sides.carried("tiles.tar.gz").toString(),
            "--config",
            sides.config());

    assertThat(all.status()).as(all.err()).isZero();
    assertThat(folder.resolve("prod-11.tar.gz")).exists();
    assertThat(sides.importGood(folder.resolve("prod-22.tar.gz")).outcome())
        .isEqualTo("first_contact");
    assertThat(tiles.status()).isEqualTo(2);
    assertThat(tiles.err()).contains("has no tiles").contains("leave out --include-tiles");
  }

  private void assertEvidence(Failure kind) {
    Evidence evidence = sides.isolated().store().evidence().all().get(0).evidence();
    assertThat(evidence.kind()).isEqualTo(kind);
    assertThatCode(() -> evidence.verify(sides.rekor().key())).doesNotThrowAnyException();
  }

  /** A server with the same key that shows another history of the active shard. */
  private FakeRekor forked(long at, long grown) {
    FakeLog fork = sides.rekor().shard(ACTIVE).fork(at).grow(grown);
    return sides.rekor().anew().open(CLOSED, 300).open(ACTIVE, 1).serve(ACTIVE, fork);
  }

  private static String rootIn(Path bundle) throws IOException {
    return Answered.to("bundles", "inspect", bundle.toString())
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
