package org.stellaops.attestor.scenario.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertFailed;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertGood;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.scenario.support.CommandResult;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;

/** The mirrors reach {@code maxCacheSizeBytes}. */
class CacheSizeLimitTest {
  private static final long SIZE = 5_000;

  /** What is written by the requests in flight when the limit is reached. */
  private static final long IN_FLIGHT_BYTES = 200_000;

  @TempDir private Path directory;

  private final FakeLog log = FakeLog.named("large.example/log").grow(SIZE);
  private FakeLogServer server;
  private String database;

  @BeforeEach
  void setUp() {
    server = FakeLogServer.start(log);
    database = TestConfiguration.newDatabase();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void stopsFetchingAtTheLimitEvictsNothingAndResumesWhenItIsRaised() {
    Map<String, String> mirroredFiles;
    try (MirrorUnderTest mirror = withLimit(100_000).start()) {
      assertFailed(mirror.sync(), Failure.CACHE_FULL);

      mirroredFiles = mirror.files();
      assertThat(totalBytes(mirroredFiles)).isBetween(100_000L, 100_000 + IN_FLIGHT_BYTES);
      assertThat(mirroredFiles).doesNotContainKey("checkpoint");
      assertThat(mirror.state().map(LogState::pending)).contains(log.head());

      server.requests().clear();
      assertFailed(mirror.sync(), Failure.CACHE_FULL);
      assertThat(mirror.files()).isEqualTo(mirroredFiles);
      assertThat(server.requests().all())
          .noneMatch(request -> request.path().contains("tile/entries"));
    }
    try (MirrorUnderTest mirror = withLimit(100_000_000).start()) {
      assertGood(mirror.sync());

      assertThat(mirror.files()).containsAllEntriesOf(mirroredFiles);
      assertThat(mirror.files())
          .isEqualTo(MirrorUnderTest.expectedFiles(log, directory.resolve("expected")));
    }
  }

  @Test
  void keepsFollowingCheckpointsAndReportsTheFullCache() {
    TestConfiguration configuration = withLimit(1_000);
    try (MirrorUnderTest mirror = configuration.start()) {
      mirror.sync();
      log.grow(100);
      assertFailed(mirror.sync(), Failure.CACHE_FULL);
      assertThat(mirror.state().map(LogState::pending)).contains(log.head());
    }
    String config = configuration.file().toString();

    CommandResult sync = CommandResult.run("sync", "--all", "--config", config);

    assertThat(sync.status()).isEqualTo(4);
    assertThat(sync.err())
        .contains("stella: cache_full: log: the mirrored files have", "maxCacheSizeBytes is 1,000")
        .contains(
            "hint: checkpoints are still followed; raise the limit or run: stella attestor tiles"
                + " prune");
    assertThat(CommandResult.run("sync-status", "--config", config).out())
        .contains("full: cache_full");
  }

  @Test
  void reportsACompleteMirrorAsFullOnlyAfterTheLogGrows() {
    try (MirrorUnderTest mirror = withLimit(100_000_000).start()) {
      assertGood(mirror.sync());
    }
    try (MirrorUnderTest mirror = withLimit(1_000).start()) {
      assertGood(mirror.sync());
      log.grow(100);
      Map<String, String> before = mirror.files();
      assertFailed(mirror.sync(), Failure.CACHE_FULL);
      assertThat(mirror.files()).isEqualTo(before);
    }
  }

  @Test
  void freesSpaceByPruning() {
    long bytes;
    try (MirrorUnderTest mirror = withLimit(100_000_000).start()) {
      assertGood(mirror.sync());
      bytes = totalBytes(mirror.files());
    }
    TestConfiguration configuration = withLimit(bytes / 2);
    try (MirrorUnderTest mirror = configuration.start()) {
      log.grow(1_000);
      assertFailed(mirror.sync(), Failure.CACHE_FULL);
      String config = configuration.file().toString();
      assertThat(
              CommandResult.run("tiles", "prune", "--before-index", "5000", "--config", config)
                  .status())
          .isZero();

      assertGood(mirror.sync());
      assertThat(mirror.state().map(LogState::mirrored)).contains(log.head());
    }
  }

  private TestConfiguration withLimit(long bytes) {
    return MirrorUnderTest.of(directory, log, server.url())
        .database(database)
        .tileCache("maxCacheSizeBytes", Long.toString(bytes));
  }

  private static long totalBytes(Map<String, String> files) {
    return files.values().stream().mapToLong(file -> Long.parseLong(file.split(" ")[0])).sum();
  }
}
