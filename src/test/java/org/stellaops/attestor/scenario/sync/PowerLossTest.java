package org.stellaops.attestor.scenario.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertFailed;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertGood;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;
import org.stellaops.attestor.testlog.FaultInjection;

/**
 * The power fails in mid-cycle. A file whose name was written and whose content was not may have
 * its final name and be anything. What was reported done was settled before and is not touched.
 */
class PowerLossTest {
  /** A full unit and a part of a second: there are full tiles of level 1 and an edge of level 2. */
  private static final long SIZE = 66_000;

  private static final long KNOWN = 300;

  @TempDir private Path directory;

  private final FakeLog log = FakeLog.named("dark.example/log").grow(KNOWN);
  private FakeLogServer server;
  private TestConfiguration configuration;
  private Map<String, String> syncedFiles;

  /** What the file system makes of a file that it had not written yet. */
  enum FileDamage {
    EMPTY {
      @Override
      byte[] applyTo(byte[] content) {
        return new byte[0];
      }
    },
    ZEROS {
      @Override
      byte[] applyTo(byte[] content) {
        return new byte[content.length];
      }
    },
    FIRST_BLOCK {
      @Override
      byte[] applyTo(byte[] content) {
        byte[] damaged = new byte[content.length];
        System.arraycopy(content, 0, damaged, 0, Math.min(512, content.length / 2));
        return damaged;
      }
    },
    TRUNCATED {
      @Override
      byte[] applyTo(byte[] content) {
        return Arrays.copyOf(content, content.length / 2);
      }
    };

    abstract byte[] applyTo(byte[] content);
  }

  @BeforeEach
  void interruptCycle() {
    server = FakeLogServer.start(log);
    configuration = MirrorUnderTest.of(directory, log, server.url());
    try (MirrorUnderTest mirror = configuration.start()) {
      assertGood(mirror.sync());
      syncedFiles = mirror.files();
      log.grow(SIZE - KNOWN);
      server.injectFault("tile/entries/200", 1, FaultInjection.status(410, Map.of()));
      server.injectFault("tile/entries/257.p/208", 1, FaultInjection.status(410, Map.of()));
      assertFailed(mirror.sync(), Failure.NETWORK);
      assertThat(mirror.files())
          .containsKeys("tile/1/000", "tile/2/000.p/1", "tile/1/001.p/1", "tile/entries/100")
          .containsAllEntriesOf(syncedFiles);
    }
    server.clearFaults();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource(FileDamage.class)
  void verifiesUnsyncedFilesBeforeServingThem(FileDamage damage) throws IOException {
    try (MirrorUnderTest mirror = configuration.start()) {
      for (String path : unsyncedFiles(mirror).keySet()) {
        Path file = mirror.directory().resolve(path);
        Files.write(file, damage.applyTo(Files.readAllBytes(file)));
      }
      assertThat(mirror.files()).containsAllEntriesOf(syncedFiles);

      assertGood(mirror.sync());

      assertThat(mirror.files())
          .isEqualTo(MirrorUnderTest.expectedFiles(log, directory.resolve("expected")));
    }
  }

  @Test
  void fetchesOnlyTheMissingFiles() throws IOException {
    try (MirrorUnderTest mirror = configuration.start()) {
      Files.write(mirror.directory().resolve("tile/entries/017"), new byte[0]);
      server.requests().clear();

      assertGood(mirror.sync());

      assertThat(server.requests().all())
          .extracting(request -> request.path())
          .filteredOn(path -> path.startsWith("tile/entries/"))
          .contains("tile/entries/017", "tile/entries/200", "tile/entries/257.p/208")
          .doesNotContain("tile/entries/016", "tile/entries/018");
    }
  }

  /** All that the broken cycle has written. */
  private Map<String, String> unsyncedFiles(MirrorUnderTest mirror) {
    Map<String, String> files = new TreeMap<>(mirror.files());
    files.keySet().removeAll(syncedFiles.keySet());
    return files;
  }
}
