package org.stellaops.attestor.scenario;

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
import org.stellaops.attestor.bundle.BundleContent;
import org.stellaops.attestor.bundle.Forge;
import org.stellaops.attestor.bundle.Receipt;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.mirror.LogState;
import org.stellaops.attestor.mirror.StoredCheckpoint;
import org.stellaops.attestor.route.BundleReport;
import org.stellaops.attestor.tlog.TreeHead;

/** Bundles that build on one another: lost ones, repeated ones, in any order, in volumes. */
class BundleDeltaTest {
  @TempDir private Path directory;
  private TwoSides sides;

  @BeforeEach
  void begin() throws IOException {
    sides = TwoSides.of(directory, FakeLog.named("delta.example/log").grow(300));
  }

  @AfterEach
  void end() {
    sides.close();
  }

  @ParameterizedTest(name = "{0} then {1} then {2}")
  @CsvSource({"212, 1, 255", "65236, 1, 1000"})
  void deltasAddUpToTheWhole(long one, long two, long three) throws IOException {
    sides.importGood(export("full-1.tar.gz"));
    for (long more : List.of(one, two, three)) {
      long base = sides.log().size();
      sides.grow(more);
      assertThat(sides.importGood(delta(base, "to-" + sides.log().size())).outcome())
          .isEqualTo("advanced");
    }
    sides.assertSame();
    assertThat(history(sides.isolated())).isEqualTo(history(sides.connected()));
  }

  @Test
  void aLostDeltaIsNamedExactlyAndAnyOneThatCoversItHeals() throws IOException {
    sides.importGood(export("full.tar.gz"));
    sides.grow(700);
    Path lost = delta(300, "lost");
    sides.grow(500);
    Path next = delta(1000, "next");
    Standing before = sides.isolated().standing();

    BundleReport report = sides.importBundle(next);

    assertThat(report.failure()).contains(Failure.INCOMPLETE);
    assertThat(Failure.INCOMPLETE.exitCode()).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(report.message()).contains("entries 300 to 767").contains("begins at entry 768");
    assertThat(report.hint()).contains("export --since 300");
    assertThat(sides.isolated().standing()).isEqualTo(before);

    sides.importGood(delta(300, "cumulative"));
    sides.assertSame();
    assertThat(sides.importGood(next).outcome()).isEqualTo("unchanged");
    assertThat(sides.importGood(lost).outcome()).isEqualTo("older");
    sides.assertSame();
  }

  /** Each link is refused as long as one before it is missing, and no later one makes up for it. */
  @Test
  void inWhateverOrderTheLinksComeTheStateIsTheSame() throws IOException {
    Path full = export("full-0.tar.gz");
    List<Path> links = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      long base = sides.log().size();
      sides.grow(i * 301);
      links.add(delta(base, "delta-" + i));
    }

    for (List<Integer> order : permutations(List.of(1, 2, 3, 4))) {
      sides.isolated().forget();
      sides.importGood(full);
      int reached = 0;
      while (reached < links.size()) {
        for (int link : order) {
          boolean early = link > reached + 1;
          assertThat(sides.importBundle(links.get(link - 1)).failure())
              .as("link %s of %s, %s are here", link, order, reached)
              .isEqualTo(early ? Optional.of(Failure.INCOMPLETE) : Optional.empty());
          reached = early ? reached : Math.max(reached, link);
        }
      }
      assertSameState();
    }
  }

  @Test
  void aUnionOfLinksMakesUpForThemAll() throws IOException {
    sides.importGood(export("full-0.tar.gz"));
    sides.grow(301);
    Path first = delta(300, "first");
    sides.grow(602);
    Path second = delta(601, "second");

    sides.importGood(delta(300, "union"));
    assertSameState();
    sides.importGood(second);
    sides.importGood(first);
    assertSameState();
  }

  private void assertSameState() {
    sides.assertSame();
    LogState here = sides.isolated().state().orElseThrow();
    LogState there = sides.connected().state().orElseThrow();
    assertThat(here.pending()).isEqualTo(there.pending());
    assertThat(here.covered()).isEqualTo(there.covered());
    assertThat(history(sides.isolated())).isEqualTo(history(sides.connected()));
  }

  private static List<List<Integer>> permutations(List<Integer> of) {
    if (of.isEmpty()) {
      return List.of(List.of());
    }
    List<List<Integer>> all = new ArrayList<>();
    for (Integer first : of) {
      List<Integer> rest = of.stream().filter(each -> !each.equals(first)).toList();
      for (List<Integer> others : permutations(rest)) {
        all.add(Stream.concat(Stream.of(first), others.stream()).toList());
      }
    }
    return all;
  }

  @Test
  void anOlderBundleIsProvedAndChangesNothing() throws IOException {
    Path old = export("old.tar.gz");
    sides.grow(2000);
    sides.importGood(export("new.tar.gz"));
    Standing before = sides.isolated().standing();

    assertThat(sides.importGood(old).outcome()).isEqualTo("older");
    assertThat(sides.isolated().standing()).isEqualTo(before);
  }

  @Test
  void theReceiptOfAnImportIsWhereTheNextExportBegins() throws IOException {
    Receipt receipt = sides.importGood(export("full.tar.gz")).receipt().orElseThrow();
    assertThat(receipt.mirrored().size()).isEqualTo(300);
    sides.grow(1234);

    List<Path> bundle =
        sides.export(
            sides.request(
                "since.tar.gz",
                BundleContent.ENTRIES,
                OptionalLong.empty(),
                Optional.of(receipt),
                0));

    assertThat(sides.importGood(bundle.get(0)).manifest().orElseThrow().base())
        .isEqualTo(receipt.mirrored());
    sides.assertSame();
  }

  @Test
  void aReceiptOfAnotherHistoryIsRefused() {
    Receipt other =
        new Receipt(
            sides.log().identity().origin(),
            "0".repeat(64),
            FakeLog.named("delta.example/log").fork(0).grow(100).head(),
            FakeLog.named("delta.example/log").fork(0).grow(100).head(),
            Instant.EPOCH,
            Optional.empty());

    List<BundleReport> reports =
        sides
            .connected()
            .export(
                sides.request(
                    "no.tar.gz",
                    BundleContent.ENTRIES,
                    OptionalLong.empty(),
                    Optional.of(other),
                    0));

    assertThat(reports.get(0).failure()).contains(Failure.INCONSISTENT);
    assertThat(sides.carried("no.tar.gz")).doesNotExist();
  }

  @Test
  void volumesAreNoLargerThanAskedAndEachProvesItself() throws IOException {
    sides.grow(40_000);
    long most = 700_000;
    List<Path> volumes =
        sides.export(
            sides.request(
                "kit.tar.gz", BundleContent.ENTRIES, OptionalLong.empty(), Optional.empty(), most));

    assertThat(volumes).hasSizeGreaterThan(2);
    assertThat(volumes.get(1)).hasFileName("kit.002.tar.gz");
    assertThat(volumes).allSatisfy(each -> assertThat(each.toFile().length()).isLessThan(most));
    BundleReport early = sides.importBundle(volumes.get(1));
    assertThat(early.failure()).contains(Failure.INCOMPLETE);
    assertThat(early.message()).contains("volume 2 of " + volumes.size());
    Path last =
        Forge.of(volumes.get(1))
            .manifest("\"number\" : 2", "\"number\" : " + volumes.size())
            .write(sides.carried("last.tar.gz"));
    assertThat(sides.importBundle(last).failure()).contains(Failure.BAD_BUNDLE);
    for (Path volume : volumes) {
      LogState before = sides.isolated().state().orElse(null);
      BundleReport report = sides.importGood(volume);
      assertThat(report.state().orElseThrow().covered())
          .isGreaterThan(before == null ? 0 : before.covered());
    }
    sides.assertSame();
  }

  @Test
  void aBundleWithoutTilesMovesThePendingHeadFromEveryCheckpointThatItCarries() throws IOException {
    sides.importGood(export("full.tar.gz"));
    for (int i = 0; i < 3; i++) {
      sides.grow(999);
    }
    Path notes =
        sides
            .export(
                sides.request(
                    "notes.tar.gz",
                    BundleContent.CHECKPOINTS,
                    OptionalLong.empty(),
                    Optional.empty(),
                    0))
            .get(0);

    BundleReport report = sides.importGood(notes);

    assertThat(report.outcome()).isEqualTo("advanced");
    LogState state = sides.isolated().state().orElseThrow();
    assertThat(state.pending()).isEqualTo(sides.connected().state().orElseThrow().pending());
    assertThat(state.mirrored().size()).isEqualTo(300);
    assertThat(history(sides.isolated())).isEqualTo(history(sides.connected()));
    sides.importGood(export("later.tar.gz"));
    sides.assertSame();
  }

  @Test
  void checkpointsThatDoNotLinkSayWhereTheyWouldHaveToBegin() throws IOException {
    sides.importGood(export("full.tar.gz"));
    sides.grow(700);
    sides.grow(700);
    Path notes =
        sides
            .export(
                sides.request(
                    "notes.tar.gz",
                    BundleContent.CHECKPOINTS,
                    OptionalLong.of(1000),
                    Optional.empty(),
                    0))
            .get(0);

    BundleReport report = sides.importBundle(notes);

    assertThat(report.failure()).contains(Failure.INCOMPLETE);
    assertThat(report.hint()).contains("export --since 300");
  }

  @Test
  void aSizeThatTheLogHasNotSignedCountsFromTheOneBefore() throws IOException {
    sides.importGood(export("full.tar.gz"));
    sides.grow(700);
    assertThat(sides.importGood(delta(512, "odd")).manifest().orElseThrow().base().size())
        .isEqualTo(300);
    sides.assertSame();
  }

  private Path export(String name) {
    return sides.export(sides.everything(name)).get(0);
  }

  private Path delta(long since, String name) {
    return sides.export(sides.since(since, name + ".tar.gz")).get(0);
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
