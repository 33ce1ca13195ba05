package org.stellaops.attestor.scenario.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.mirror.store.LogLocks;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;

/** The daemon prunes by itself where the operator wants it, and only there. */
@Timeout(60)
class AutomaticPruningTest {
  private static final long SIZE = 3_000;

  @TempDir private Path directory;

  private final FakeLog log = FakeLog.named("aged.example/log").grow(SIZE);

  @Test
  void prunesEntriesOnceTheyAreOldEnoughAndKeepsFollowingTheLog() {
    try (FakeLogServer server = FakeLogServer.start(log);
        MirrorUnderTest mirror = daemon(server).tileCache("autoPruneAfter", "300ms").start()) {
      awaitMinimumIndex(mirror, SIZE);
      assertThat(mirror.files()).containsKey("checkpoint").hasSize(4);

      log.grow(1_000);

      awaitMinimumIndex(mirror, SIZE + 1_000);
      assertThat(mirror.state().map(LogState::mirrored)).contains(log.head());
    }
  }

  private TestConfiguration daemon(FakeLogServer server) {
    return MirrorUnderTest.of(directory, log, server.url())
        .sync("syncInterval", "100ms")
        .sync("initialDelay", "0")
        .quietDaemon();
  }

  /** Whoever works on the log gives the lock back in between, so waiting for it is waiting. */
  private static void awaitMinimumIndex(MirrorUnderTest mirror, long minimumIndex) {
    Optional<LogState> state = mirror.state();
    while (state.map(LogState::minimumIndex).orElse(0L) < minimumIndex) {
      if (state.isPresent()) {
        try (LogLocks.HeldLock lock =
            mirror.store().locks().acquire(state.get().origin(), Duration.ofSeconds(30))) {
          assertThat(lock.isValid()).isTrue();
        }
      }
      state = mirror.state();
    }
    // the files go after the minimum index is raised and before the lock is given back
    mirror.store().locks().acquire(state.orElseThrow().origin(), Duration.ofSeconds(30)).close();
  }
}
