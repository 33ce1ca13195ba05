package org.stellaops.attestor.scenario.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertGood;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertRejected;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;
import org.stellaops.attestor.tlog.EntryBundle;

/** Units of work travel another way than through the queue in the process. */
class WorkEndpointTest {
  private static final long TWO_UNITS = 65_536 + 700;

  @TempDir private Path directory;
  private final FakeLog log = FakeLog.named("endpoint.example/log");

  @Test
  void mirrorsUnitsOverADirectEndpointAndReportsTheirFailures() {
    try (FakeLogServer server = FakeLogServer.start(log);
        MirrorUnderTest mirror =
            MirrorUnderTest.of(directory, log, server.url())
                .sync("workEndpoint", "direct:units")
                .start()) {
      log.grow(300);
      assertGood(mirror.sync());

      log.grow(TWO_UNITS - 300).tamper(EntryBundle.full(257));
      assertRejected(mirror.sync(), Failure.BAD_TILE);
      assertThat(mirror.snapshot().mirrored()).isEqualTo(log.head(300));

      log.stopTampering();
      assertGood(mirror.sync());
      assertThat(mirror.files())
          .containsExactlyInAnyOrderEntriesOf(
              MirrorUnderTest.expectedFiles(log, directory.resolve("expected")));
    }
  }
}
