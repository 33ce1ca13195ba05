package org.stellaops.attestor.scenario.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.scenario.support.FileTree;
import org.stellaops.attestor.scenario.support.KilledProcess;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;

/**
 * The real process, killed with no chance to clean up, at random moments, again and again. {@code
 * bin/trial kills 200} does it more often than this test.
 */
class KilledSyncTest {
  private static final String ORIGIN = "kill.example/log";
  private static final long ENTRIES = 150_000;
  private static final int KILLS = Integer.getInteger("trial.kills", 4);
  private static final long SEED = Long.getLong("trial.seed", System.nanoTime());
  private static final long MAX_RUNTIME_MILLIS = 6_000;

  @TempDir private Path directory;

  private final Random random = new Random(SEED);
  private final FakeLog log = FakeLog.named(ORIGIN).grow(ENTRIES);

  @Test
  void leavesOnlyVerifiedFilesLosesNothingReportedAndResumes() throws Exception {
    Path source = directory.resolve("source");
    log.write(source);
    try (FakeLogServer server = FakeLogServer.start(log)) {
      KilledMirror mirror = new KilledMirror(server);
      for (int kill = 0; kill < KILLS; kill++) {
        KilledProcess.End end = mirror.sync().killAfter(random.nextLong(MAX_RUNTIME_MILLIS));
        mirror.assertEveryFileMatchesSource(source, "seed " + SEED + ", kill " + kill);
        if (end == KilledProcess.End.COMPLETED) {
          mirror.assertComplete(source);
          mirror = new KilledMirror(server);
        }
      }
      mirror.sync().runToCompletion();
      mirror.assertComplete(source);
    }
  }

  /** A mirror in a directory of its own, kept by a process that does not live long. */
  private final class KilledMirror {
    private final Path home = Files.createTempDirectory(directory, "victim");
    private final Path config = home.resolve("attestor.yaml");

    KilledMirror(FakeLogServer server) throws IOException {
      Files.writeString(
          config,
          """
          attestor:
            dataDir: "%s"
            checkpointStore:
              connectionString: "%s"
            rekorSync:
              backends:
                - id: log
                  origin: %s
                  baseUrl: %s
                  publicKey: %s
          """
              .formatted(
                  home,
                  TestConfiguration.newDatabase(),
                  ORIGIN,
                  server.url(),
                  log.identity().key()));
    }

    KilledProcess sync() {
      return KilledProcess.of(config, "sync", "--all", "--full");
    }

    void assertEveryFileMatchesSource(Path source, String description) throws IOException {
      assertThat(FileTree.of(source)).as(description).containsAllEntriesOf(mirrored());
    }

    void assertComplete(Path source) throws IOException {
      assertThat(mirrored()).isEqualTo(FileTree.of(source));
    }

    private Map<String, String> mirrored() {
      return FileTree.visible(home.resolve("tiles").resolve(log.identity().origin().directory()));
    }
  }
}
