package org.stellaops.attestor.scenario.airgap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stellaops.attestor.bundle.format.BundleContent;
import org.stellaops.attestor.bundle.format.Receipt;
import org.stellaops.attestor.bundle.read.BundleForger;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.mirror.store.StoredCheckpoint;
import org.stellaops.attestor.route.airgap.BundleReport;
import org.stellaops.attestor.scenario.support.AirGapFixture;
import org.stellaops.attestor.scenario.support.MirrorSnapshot;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.tlog.TreeHead;

/** Bundles that build on one another: lost ones, repeated ones, in any order, in volumes. */
class DeltaBundleTest {
  @TempDir private Path directory;
  private AirGapFixture airGap;

  @BeforeEach
  void setUp() throws IOException {
    airGap = AirGapFixture.of(directory, FakeLog.named("delta.example/log").grow(300));
  }

  @AfterEach
  void tearDown() {
    airGap.close();
  }

  @ParameterizedTest(name = "{0} then {1} then {2}")
  @CsvSource({"212, 1, 255", "65236, 1, 1000"})
  void successiveDeltasRebuildTheWholeLog(long one, long two, long three) throws IOException {
    airGap.importSuccessfully(export("full-1.tar.gz"));
    for (long more : List.of(one, two, three)) {
      long base = airGap.log().size();
      airGap.grow(more);
      assertThat(airGap.importSuccessfully(delta(base, "to-" + airGap.log().size())).outcome())
          .isEqualTo("advanced");
    }
    airGap.assertIdentical();
    assertThat(history(airGap.isolated())).isEqualTo(history(airGap.connected()));
  }

  @Test
  void reportsTheMissingRangeAndAcceptsAnyDeltaThatCoversIt() throws IOException {
    airGap.importSuccessfully(export("full.tar.gz"));
    airGap.grow(700);
    Path lost = delta(300, "lost");
    airGap.grow(500);
    Path next = delta(1000, "next");
    MirrorSnapshot before = airGap.isolated().snapshot();

    BundleReport report = airGap.importBundle(next);

    assertThat(report.failure()).contains(Failure.INCOMPLETE);
    assertThat(Failure.INCOMPLETE.exitCode()).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(report.message()).contains("entries 300 to 767").contains("begins at entry 768");
    assertThat(report.hint()).contains("export --since 300");
    assertThat(airGap.isolated().snapshot()).isEqualTo(before);

    airGap.importSuccessfully(delta(300, "cumulative"));
    airGap.assertIdentical();
    assertThat(airGap.importSuccessfully(next).outcome()).isEqualTo("unchanged");
    assertThat(airGap.importSuccessfully(lost).outcome()).isEqualTo("older");
    airGap.assertIdentical();
  }

  /** Each link is refused as long as one before it is missing, and no later one makes up for it. */
  @Test
  void reachesTheSameStateForEveryOrderOfDeltas() throws IOException {
    Path full = export("full-0.tar.gz");
    List<Path> bundles = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      long base = airGap.log().size();
      airGap.grow(i * 301);
      bundles.add(delta(base, "delta-" + i));
    }

    for (List<Integer> order : permutations(List.of(1, 2, 3, 4))) {
      airGap.isolated().reset();
      airGap.importSuccessfully(full);
      int importedCount = 0;
      while (importedCount < bundles.size()) {
        for (int number : order) {
          boolean tooEarly = number > importedCount + 1;
          assertThat(airGap.importBundle(bundles.get(number - 1)).failure())
              .as("link %s of %s, %s are here", number, order, importedCount)
              .isEqualTo(tooEarly ? Optional.of(Failure.INCOMPLETE) : Optional.empty());
          importedCount = tooEarly ? importedCount : Math.max(importedCount, number);
        }
      }
      assertSameState();
    }
  }

  @Test
  void acceptsOneDeltaThatCombinesSeveralDeltas() throws IOException {
    airGap.importSuccessfully(export("full-0.tar.gz"));
    airGap.grow(301);
    Path first = delta(300, "first");
    airGap.grow(602);
    Path second = delta(601, "second");

    airGap.importSuccessfully(delta(300, "union"));
    assertSameState();
    airGap.importSuccessfully(second);
    airGap.importSuccessfully(first);
    assertSameState();
  }

  private void assertSameState() {
    airGap.assertIdentical();
    LogState isolatedState = airGap.isolated().state().orElseThrow();
    LogState connectedState = airGap.connected().state().orElseThrow();
    assertThat(isolatedState.pending()).isEqualTo(connectedState.pending());
    assertThat(isolatedState.covered()).isEqualTo(connectedState.covered());
    assertThat(history(airGap.isolated())).isEqualTo(history(airGap.connected()));
  }

  private static List<List<Integer>> permutations(List<Integer> elements) {
    if (elements.isEmpty()) {
      return List.of(List.of());
    }
    List<List<Integer>> all = new ArrayList<>();
    for (Integer first : elements) {
      List<Integer> permutation = elements.stream().filter(each -> !each.equals(first)).toList();
      for (List<Integer> remaining : permutations(permutation)) {
        all.add(Stream.concat(Stream.of(first), remaining.stream()).toList());
      }
    }
    return all;
  }

  @Test
  void verifiesAnOlderBundleAndChangesNothing() throws IOException {
    Path old = export("old.tar.gz");
    airGap.grow(2000);
    airGap.importSuccessfully(export("new.tar.gz"));
    MirrorSnapshot before = airGap.isolated().snapshot();

    assertThat(airGap.importSuccessfully(old).outcome()).isEqualTo("older");
    assertThat(airGap.isolated().snapshot()).isEqualTo(before);
  }

  @Test
  void startsTheNextExportAtTheReceiptOfAnImport() throws IOException {
    Receipt receipt = airGap.importSuccessfully(export("full.tar.gz")).receipt().orElseThrow();
    assertThat(receipt.mirrored().size()).isEqualTo(300);
    airGap.grow(1234);

    List<Path> bundle =
        airGap.export(
            airGap.request(
                "since.tar.gz",
                BundleContent.ENTRIES,
                OptionalLong.empty(),
                Optional.of(receipt),
                0));

    assertThat(airGap.importSuccessfully(bundle.get(0)).manifest().orElseThrow().base())
        .isEqualTo(receipt.mirrored());
    airGap.assertIdentical();
  }

  @Test
  void rejectsAReceiptOfAnotherHistory() {
    Receipt other =
        new Receipt(
            airGap.log().identity().origin(),
            "0".repeat(64),
            FakeLog.named("delta.example/log").fork(0).grow(100).head(),
            FakeLog.named("delta.example/log").fork(0).grow(100).head(),
            Instant.EPOCH,
            Optional.empty());

    List<BundleReport> reports =
        airGap
            .connected()
            .export(
                airGap.request(
                    "no.tar.gz",
                    BundleContent.ENTRIES,
                    OptionalLong.empty(),
                    Optional.of(other),
                    0));

    assertThat(reports.get(0).failure()).contains(Failure.INCONSISTENT);
    assertThat(airGap.carried("no.tar.gz")).doesNotExist();
  }

  @Test
  void writesVolumesWithinTheSizeLimitThatVerifyIndividually() throws IOException {
    airGap.grow(40_000);
    long maxBytes = 700_000;
    List<Path> volumes =
        airGap.export(
            airGap.request(
                "kit.tar.gz",
                BundleContent.ENTRIES,
                OptionalLong.empty(),
                Optional.empty(),
                maxBytes));

    assertThat(volumes).hasSizeGreaterThan(2);
    assertThat(volumes.get(1)).hasFileName("kit.002.tar.gz");
    assertThat(volumes).allSatisfy(each -> assertThat(each.toFile().length()).isLessThan(maxBytes));
    BundleReport tooEarly = airGap.importBundle(volumes.get(1));
    assertThat(tooEarly.failure()).contains(Failure.INCOMPLETE);
    assertThat(tooEarly.message()).contains("volume 2 of " + volumes.size());
    Path last =
        BundleForger.of(volumes.get(1))
            .replaceInManifest("\"number\" : 2", "\"number\" : " + volumes.size())
            .write(airGap.carried("last.tar.gz"));
    assertThat(airGap.importBundle(last).failure()).contains(Failure.BAD_BUNDLE);
    for (Path volume : volumes) {
      LogState before = airGap.isolated().state().orElse(null);
      BundleReport report = airGap.importSuccessfully(volume);
      assertThat(report.state().orElseThrow().covered())
          .isGreaterThan(before == null ? 0 : before.covered());
    }
    airGap.assertIdentical();
  }

  @Test
  void advancesThePendingHeadWithEachCheckpointOfABundleWithoutTiles() throws IOException {
    airGap.importSuccessfully(export("full.tar.gz"));
    for (int i = 0; i < 3; i++) {
      airGap.grow(999);
    }
    Path checkpointBundle =
        airGap
            .export(
                airGap.request(
                    "notes.tar.gz",
                    BundleContent.CHECKPOINTS,
                    OptionalLong.empty(),
                    Optional.empty(),
                    0))
            .get(0);

    BundleReport report = airGap.importSuccessfully(checkpointBundle);

    assertThat(report.outcome()).isEqualTo("advanced");
    LogState state = airGap.isolated().state().orElseThrow();
    assertThat(state.pending()).isEqualTo(airGap.connected().state().orElseThrow().pending());
    assertThat(state.mirrored().size()).isEqualTo(300);
    assertThat(history(airGap.isolated())).isEqualTo(history(airGap.connected()));
    airGap.importSuccessfully(export("later.tar.gz"));
    airGap.assertIdentical();
  }

  @Test
  void reportsTheRequiredBaseOfCheckpointsThatDoNotConnect() throws IOException {
    airGap.importSuccessfully(export("full.tar.gz"));
    airGap.grow(700);
    airGap.grow(700);
    Path checkpointBundle =
        airGap
            .export(
                airGap.request(
                    "notes.tar.gz",
                    BundleContent.CHECKPOINTS,
                    OptionalLong.of(1000),
                    Optional.empty(),
                    0))
            .get(0);

    BundleReport report = airGap.importBundle(checkpointBundle);

    assertThat(report.failure()).contains(Failure.INCOMPLETE);
    assertThat(report.hint()).contains("export --since 300");
  }

  @Test
  void startsAtTheLastSignedSizeBeforeTheRequestedOne() throws IOException {
    airGap.importSuccessfully(export("full.tar.gz"));
    airGap.grow(700);
    assertThat(airGap.importSuccessfully(delta(512, "odd")).manifest().orElseThrow().base().size())
        .isEqualTo(300);
    airGap.assertIdentical();
  }

  private Path export(String name) {
    return airGap.export(airGap.everything(name)).get(0);
  }

  private Path delta(long since, String name) {
    return airGap.export(airGap.since(since, name + ".tar.gz")).get(0);
  }

  private static List<TreeHead> history(MirrorUnderTest mirror) {
    return mirror
        .store()
        .checkpoints()
        .history(
            TestConfiguration.origin(mirror.settings(), TestConfiguration.BACKEND),
            Integer.MAX_VALUE)
        .stream()
        .map(StoredCheckpoint::head)
        .toList();
  }
}
