package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.ReportAssert.assertFailed;
import static org.stellaops.attestor.scenario.ReportAssert.assertGood;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.fakelog.FakeLogServer;
import org.stellaops.attestor.mirror.LogState;

/** The mirrors reach {@code maxCacheSizeBytes}. */
class CacheLimitTest {
  private static final long SIZE = 5_000;

  /** What is written by the requests in flight when the limit is reached. */
  private static final long IN_FLIGHT = 200_000;

  @TempDir private Path directory;

  private final FakeLog log = FakeLog.named("large.example/log").grow(SIZE);
  private FakeLogServer server;
  private String database;

  @BeforeEach
  void serve() {
    server = FakeLogServer.start(log);
    database = TestConfiguration.ownDatabase();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void fetchingStopsInTheMiddleNothingIsEvictedAndARaisedLimitResumes() {
    Map<String, String> there;
    try (MirrorUnderTest mirror = limitedTo(100_000).start()) {
      assertFailed(mirror.sync(), Failure.CACHE_FULL);

      there = mirror.files();
      assertThat(bytes(there)).isBetween(100_000L, 100_000 + IN_FLIGHT);
      assertThat(there).doesNotContainKey("checkpoint");
      assertThat(mirror.state().map(LogState::pending)).contains(log.head());

      server.requests().forget();
      assertFailed(mirror.sync(), Failure.CACHE_FULL);
      assertThat(mirror.files()).isEqualTo(there);
      assertThat(server.requests().all())
          .noneMatch(request -> request.path().contains("tile/entries"));
    }
    try (MirrorUnderTest mirror = limitedTo(100_000_000).start()) {
      assertGood(mirror.sync());

      assertThat(mirror.files()).containsAllEntriesOf(there);
      assertThat(mirror.files())
          .isEqualTo(MirrorUnderTest.filesOf(log, directory.resolve("expected")));
    }
  }

  @Test
  void checkpointsAreStillFollowedAndTheStateSaysWhatIsWrong() {
    TestConfiguration configuration = limitedTo(1_000);
    try (MirrorUnderTest mirror = configuration.start()) {
      mirror.sync();
      log.grow(100);
      assertFailed(mirror.sync(), Failure.CACHE_FULL);
      assertThat(mirror.state().map(LogState::pending)).contains(log.head());
    }
    String config = configuration.file().toString();

    Answered sync = Answered.to("sync", "--all", "--config", config);

    assertThat(sync.status()).isEqualTo(4);
    assertThat(sync.err())
        .contains("stella: cache_full: log: the mirrored files have", "maxCacheSizeBytes is 1,000")
        .contains("hint: checkpoints are still followed; raise the limit, or see: stella attestor");
    assertThat(Answered.to("sync-status", "--config", config).out()).contains("full: cache_full");
  }

  @Test
  void aMirrorThatIsCompleteIsNotFullUntilTheLogGrows() {
    try (MirrorUnderTest mirror = limitedTo(100_000_000).start()) {
      assertGood(mirror.sync());
    }
    try (MirrorUnderTest mirror = limitedTo(1_000).start()) {
      assertGood(mirror.sync());
      log.grow(100);
      Map<String, String> before = mirror.files();
      assertFailed(mirror.sync(), Failure.CACHE_FULL);
      assertThat(mirror.files()).isEqualTo(before);
    }
  }

  @Test
  void whatIsPrunedMakesRoom() {
    long bytes;
    try (MirrorUnderTest mirror = limitedTo(100_000_000).start()) {
      assertGood(mirror.sync());
      bytes = bytes(mirror.files());
    }
    TestConfiguration configuration = limitedTo(bytes / 2);
    try (MirrorUnderTest mirror = configuration.start()) {
      log.grow(1_000);
      assertFailed(mirror.sync(), Failure.CACHE_FULL);
      String config = configuration.file().toString();
      assertThat(
              Answered.to("tiles", "prune", "--before-index", "5000", "--config", config).status())
          .isZero();

      assertGood(mirror.sync());
      assertThat(mirror.state().map(LogState::mirrored)).contains(log.head());
    }
  }

  private TestConfiguration limitedTo(long bytes) {
    return MirrorUnderTest.of(directory, log, server.url())
        .database(database)
        .tileCache("maxCacheSizeBytes", Long.toString(bytes));
  }

  private static long bytes(Map<String, String> files) {
    return files.values().stream().mapToLong(file -> Long.parseLong(file.split(" ")[0])).sum();
  }
}
