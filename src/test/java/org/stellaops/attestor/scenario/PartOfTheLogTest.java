package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.ReportAssert.assertFailed;
import static org.stellaops.attestor.scenario.ReportAssert.assertGood;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.fakelog.FakeLogServer;
import org.stellaops.attestor.mirror.LogState;
import org.stellaops.attestor.route.CycleReport;
import org.stellaops.attestor.tlog.TreeHead;

/** Configurations that bring a log bit by bit, or not all of it. */
class PartOfTheLogTest {
  private static final String ORIGIN = "part.example/log";
  private static final long SIZE = 1300;

  @TempDir private Path directory;
  private final FakeLog log = FakeLog.named(ORIGIN).grow(SIZE);
  private FakeLogServer server;
  private TestConfiguration configuration;

  @BeforeEach
  void serve() {
    server = FakeLogServer.start(log);
    configuration = MirrorUnderTest.of(directory, log, server.url());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void budgetBringsTheLogInSeveralCyclesAndPublishesItWhole() {
    configuration.sync("maxTilesPerSync", "2");
    try (MirrorUnderTest mirror = configuration.start()) {
      assertIncomplete(mirror, 512);
      assertIncomplete(mirror, 1024);
    }
    // what was brought counts after a restart as well
    server.requests().forget();
    try (MirrorUnderTest mirror = configuration.start()) {
      assertGood(mirror.sync());
      assertWhole(mirror);
      assertThat(server.requests().total("tile/entries/003")).isZero();
    }
  }

  @Test
  void budgetKeepsPaceWithALogThatGrowsMeanwhile() {
    configuration.sync("maxTilesPerSync", "3");
    try (MirrorUnderTest mirror = configuration.start()) {
      assertIncomplete(mirror, 768);
      log.grow(300);
      assertIncomplete(mirror, 1536);
      assertThat(mirror.state().orElseThrow().pending()).isEqualTo(log.head());
      log.grow(1);
      assertGood(mirror.sync());
      assertWhole(mirror);
      log.grow(2000);
      for (long covered : new long[] {2304, 3072}) {
        assertIncomplete(mirror, covered, log.head(SIZE + 301));
      }
      assertGood(mirror.sync());
      assertWhole(mirror);
    }
  }

  @Test
  void budgetOfATileThatGrowsIsEnoughToGoOn() {
    configuration.sync("maxTilesPerSync", "1");
    try (MirrorUnderTest mirror = configuration.start()) {
      for (int cycle = 0; cycle < 6; cycle++) {
        assertGood(mirror.sync());
      }
      assertWhole(mirror);
      log.grow(100);
      assertGood(mirror.sync());
      assertWhole(mirror);
    }
  }

  @Test
  void checkpointsAloneAreKeptWhereTilesAreSwitchedOff() {
    configuration.sync("enableTileSync", "false");
    try (MirrorUnderTest mirror = configuration.start()) {
      assertGood(mirror.sync());
      log.grow(100);
      assertGood(mirror.sync());

      assertThat(mirror.files()).isEmpty();
      assertThat(mirror.standing().history()).containsExactly(log.head(), log.head(SIZE));
      assertThat(mirror.state().orElseThrow().mirrored()).isEqualTo(TreeHead.EMPTY);
      server.serve(log.fork(700).grow(1000));
      assertFailed(mirror.sync(), Failure.INCONSISTENT);
      mirror.release("the log shows its old history again");
    }
    server.serve(log);
    configuration.sync("enableTileSync", "true");
    try (MirrorUnderTest mirror = configuration.start()) {
      assertGood(mirror.sync());
      assertWhole(mirror);
    }
  }

  @Test
  void tilesAloneAreMirroredWhereEntriesAreSwitchedOff() {
    configuration.backend("mirrorEntries", "false");
    try (MirrorUnderTest mirror = configuration.start()) {
      CycleReport report = mirror.sync();

      assertGood(report);
      assertThat(report.tally().entryBundles()).isZero();
      assertThat(mirror.files()).containsExactlyInAnyOrderEntriesOf(tilesOfTheLog());
      log.grow(500);
      assertGood(mirror.sync());
      assertThat(mirror.files()).containsExactlyInAnyOrderEntriesOf(tilesOfTheLog());
      assertThat(server.requests().all()).noneMatch(r -> FakeLogServer.BUNDLES.test(r.path()));
    }
  }

  @Test
  void severalLogsShareAMirrorAndDoNotMeet() {
    FakeLog other = FakeLog.named("other.example/log").grow(300);
    try (FakeLogServer otherServer = FakeLogServer.start(other);
        MirrorUnderTest mirror = configuration.follow("other", other, otherServer.url()).start()) {
      for (String backend : List.of("log", "other", "log", "other")) {
        assertGood(mirror.sync(backend));
      }

      assertWhole(mirror);
      assertThat(mirror.files("other"))
          .containsExactlyInAnyOrderEntriesOf(
              MirrorUnderTest.filesOf(other, directory.resolve("expected")));
    }
  }

  @Test
  void backendThatNobodyConfiguredIsAQuestionOfUsage() {
    try (MirrorUnderTest mirror = configuration.start()) {
      CycleReport report = mirror.sync("lgo");

      assertFailed(report, Failure.CONFIGURATION);
      assertThat(report.message()).contains("lgo");
      assertThat(report.hint()).contains("log");
    }
  }

  private void assertIncomplete(MirrorUnderTest mirror, long covered) {
    assertIncomplete(mirror, covered, TreeHead.EMPTY);
  }

  private void assertIncomplete(MirrorUnderTest mirror, long covered, TreeHead mirrored) {
    CycleReport report = mirror.sync();

    assertGood(report);
    LogState state = mirror.state().orElseThrow();
    assertThat(state.covered()).isEqualTo(covered);
    assertThat(state.mirrored()).isEqualTo(mirrored);
    assertThat(state.complete()).isFalse();
    if (mirrored.size() == 0) {
      assertThat(mirror.files()).doesNotContainKey("checkpoint");
    } else {
      assertThat(mirror.files())
          .containsEntry("checkpoint", FileTree.digest(log.checkpoint(mirrored.size())));
    }
  }

  private void assertWhole(MirrorUnderTest mirror) {
    assertThat(mirror.state().orElseThrow().mirrored()).isEqualTo(log.head());
    assertThat(mirror.files())
        .containsExactlyInAnyOrderEntriesOf(
            MirrorUnderTest.filesOf(log, directory.resolve("expected")));
  }

  private Map<String, String> tilesOfTheLog() {
    Map<String, String> files = MirrorUnderTest.filesOf(log, directory.resolve("expected"));
    files.keySet().removeIf(FakeLogServer.BUNDLES);
    return files;
  }
}
