package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.fakelog.FakeLogServer;

/**
 * The real process, killed with no chance to clean up, at random moments, again and again. {@code
 * bin/trial kills 200} does it more often than this test.
 */
class KilledProcessTest {
  private static final String ORIGIN = "kill.example/log";
  private static final long ENTRIES = 150_000;
  private static final int KILLS = Integer.getInteger("trial.kills", 4);
  private static final long SEED = Long.getLong("trial.seed", System.nanoTime());
  private static final long LONGEST_LIFE_MILLIS = 6_000;

  @TempDir private Path directory;

  private final Random random = new Random(SEED);
  private final FakeLog log = FakeLog.named(ORIGIN).grow(ENTRIES);

  @Test
  void nothingWrongIsVisibleAndNothingReportedIsLostAndTheNextRunFinishes() throws Exception {
    Path source = directory.resolve("source");
    log.write(source);
    try (FakeLogServer server = FakeLogServer.start(log)) {
      Victim victim = new Victim(server);
      for (int kill = 0; kill < KILLS; kill++) {
        DoomedProcess.Fate fate = victim.sync().liveFor(random.nextLong(LONGEST_LIFE_MILLIS));
        victim.assertEveryFileIsTheSources(source, "seed " + SEED + ", kill " + kill);
        if (fate == DoomedProcess.Fate.DONE) {
          victim.assertIsWhole(source);
          victim = new Victim(server);
        }
      }
      victim.sync().live();
      victim.assertIsWhole(source);
    }
  }

  /** A mirror in a directory of its own, kept by a process that does not live long. */
  private final class Victim {
    private final Path home = Files.createTempDirectory(directory, "victim");
    private final Path config = home.resolve("attestor.yaml");

    Victim(FakeLogServer server) throws IOException {
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
                  TestConfiguration.ownDatabase(),
                  ORIGIN,
                  server.url(),
                  log.identity().key()));
    }

    DoomedProcess sync() {
      return DoomedProcess.of(config, "sync", "--all", "--full");
    }

    void assertEveryFileIsTheSources(Path source, String when) throws IOException {
      assertThat(FileTree.of(source)).as(when).containsAllEntriesOf(mirrored());
    }

    void assertIsWhole(Path source) throws IOException {
      assertThat(mirrored()).isEqualTo(FileTree.of(source));
    }

    private Map<String, String> mirrored() {
      return FileTree.visible(home.resolve("tiles").resolve(log.identity().origin().directory()));
    }
  }
}
