package org.stellaops.attestor.scenario.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertFailed;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertGood;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.route.sync.CycleReport;
import org.stellaops.attestor.scenario.support.FileTree;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;
import org.stellaops.attestor.tlog.TreeHead;

/** Configurations that bring a log bit by bit, or not all of it. */
class PartialMirrorTest {
  private static final String ORIGIN = "part.example/log";
  private static final long SIZE = 1300;

  @TempDir private Path directory;
  private final FakeLog log = FakeLog.named(ORIGIN).grow(SIZE);
  private FakeLogServer server;
  private TestConfiguration configuration;

  @BeforeEach
  void setUp() {
    server = FakeLogServer.start(log);
    configuration = MirrorUnderTest.of(directory, log, server.url());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void tileBudgetSpreadsTheMirrorOverCyclesAndPublishesWhenComplete() {
    configuration.sync("maxTilesPerSync", "2");
    try (MirrorUnderTest mirror = configuration.start()) {
      assertIncomplete(mirror, 512);
      assertIncomplete(mirror, 1024);
    }
    // what was brought counts after a restart as well
    server.requests().clear();
    try (MirrorUnderTest mirror = configuration.start()) {
      assertGood(mirror.sync());
      assertComplete(mirror);
      assertThat(server.requests().count("tile/entries/003")).isZero();
    }
  }

  @Test
  void tileBudgetKeepsUpWithAGrowingLog() {
    configuration.sync("maxTilesPerSync", "3");
    try (MirrorUnderTest mirror = configuration.start()) {
      assertIncomplete(mirror, 768);
      log.grow(300);
      assertIncomplete(mirror, 1536);
      assertThat(mirror.state().orElseThrow().pending()).isEqualTo(log.head());
      log.grow(1);
      assertGood(mirror.sync());
      assertComplete(mirror);
      log.grow(2000);
      for (long covered : new long[] {2304, 3072}) {
        assertIncomplete(mirror, covered, log.head(SIZE + 301));
      }
      assertGood(mirror.sync());
      assertComplete(mirror);
    }
  }

  @Test
  void smallestTileBudgetStillMakesProgress() {
    configuration.sync("maxTilesPerSync", "1");
    try (MirrorUnderTest mirror = configuration.start()) {
      for (int cycle = 0; cycle < 6; cycle++) {
        assertGood(mirror.sync());
      }
      assertComplete(mirror);
      log.grow(100);
      assertGood(mirror.sync());
      assertComplete(mirror);
    }
  }

  @Test
  void storesOnlyCheckpointsWhenTileSyncIsDisabled() {
    configuration.sync("enableTileSync", "false");
    try (MirrorUnderTest mirror = configuration.start()) {
      assertGood(mirror.sync());
      log.grow(100);
      assertGood(mirror.sync());

      assertThat(mirror.files()).isEmpty();
      assertThat(mirror.snapshot().history()).containsExactly(log.head(), log.head(SIZE));
      assertThat(mirror.state().orElseThrow().mirrored()).isEqualTo(TreeHead.EMPTY);
      server.serve(log.fork(700).grow(1000));
      assertFailed(mirror.sync(), Failure.INCONSISTENT);
      mirror.release("the log shows its old history again");
    }
    server.serve(log);
    configuration.sync("enableTileSync", "true");
    try (MirrorUnderTest mirror = configuration.start()) {
      assertGood(mirror.sync());
      assertComplete(mirror);
    }
  }

  @Test
  void mirrorsOnlyTilesWhenEntriesAreDisabled() {
    configuration.backend("mirrorEntries", "false");
    try (MirrorUnderTest mirror = configuration.start()) {
      CycleReport report = mirror.sync();

      assertGood(report);
      assertThat(report.counters().entryBundles()).isZero();
      assertThat(mirror.files()).containsExactlyInAnyOrderEntriesOf(tileFiles());
      log.grow(500);
      assertGood(mirror.sync());
      assertThat(mirror.files()).containsExactlyInAnyOrderEntriesOf(tileFiles());
      assertThat(server.requests().all())
          .noneMatch(r -> FakeLogServer.ENTRY_BUNDLES.test(r.path()));
    }
  }

  @Test
  void mirrorsSeveralLogsIndependently() {
    FakeLog other = FakeLog.named("other.example/log").grow(300);
    try (FakeLogServer otherServer = FakeLogServer.start(other);
        MirrorUnderTest mirror = configuration.follow("other", other, otherServer.url()).start()) {
      for (String backend : List.of("log", "other", "log", "other")) {
        assertGood(mirror.sync(backend));
      }

      assertComplete(mirror);
      assertThat(mirror.files("other"))
          .containsExactlyInAnyOrderEntriesOf(
              MirrorUnderTest.expectedFiles(other, directory.resolve("expected")));
    }
  }

  @Test
  void reportsAnUnknownBackendAsAUsageError() {
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
    assertThat(state.isComplete()).isFalse();
    if (mirrored.size() == 0) {
      assertThat(mirror.files()).doesNotContainKey("checkpoint");
    } else {
      assertThat(mirror.files())
          .containsEntry("checkpoint", FileTree.digest(log.checkpoint(mirrored.size())));
    }
  }

  private void assertComplete(MirrorUnderTest mirror) {
    assertThat(mirror.state().orElseThrow().mirrored()).isEqualTo(log.head());
    assertThat(mirror.files())
        .containsExactlyInAnyOrderEntriesOf(
            MirrorUnderTest.expectedFiles(log, directory.resolve("expected")));
  }

  private Map<String, String> tileFiles() {
    Map<String, String> files = MirrorUnderTest.expectedFiles(log, directory.resolve("expected"));
    files.keySet().removeIf(FakeLogServer.ENTRY_BUNDLES);
    return files;
  }
}
