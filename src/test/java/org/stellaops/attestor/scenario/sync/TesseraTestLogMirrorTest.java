package org.stellaops.attestor.scenario.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.route.sync.CycleReport;
import org.stellaops.attestor.scenario.support.FileTree;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.testlog.TreeServer;

/** A real log, written by others, at every step of its history, by HTTP and into one store. */
class TesseraTestLogMirrorTest {
  private static final Path LOG = Path.of("src/test/resources/tlog/tessera-testlog");
  private static final String ORIGIN = "example.com/log/testdata";
  private static final String KEY =
      "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";
  private static final int STEPS = 15;

  @TempDir private Path directory;

  @Test
  void everyFileEqualsTheSourceAfterEachStep() throws IOException {
    Path served = directory.resolve("served");
    copyTiles(served);
    try (TreeServer server = TreeServer.start(served, 0);
        MirrorUnderTest mirror =
            MirrorUnderTest.in(directory)
                .follow("testlog", ORIGIN, server.url().toString(), KEY)
                .start()) {
      for (int step = 0; step <= STEPS; step++) {
        Path checkpoint = LOG.resolve("checkpoint." + step);
        Files.write(served.resolve("checkpoint"), Files.readAllBytes(checkpoint));

        CycleReport report = mirror.sync();

        assertThat(report.message()).isEmpty();
        assertThat(report.mirroredSize()).isEqualTo(step);
        assertThat(mirror.files()).hasSize(step == 0 ? 1 : 3);
        assertThat(FileTree.of(served)).containsAllEntriesOf(mirror.files());
      }
    }
  }

  private static void copyTiles(Path served) throws IOException {
    try (Stream<Path> files = Files.walk(LOG.resolve("tile"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = served.resolve(LOG.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.write(copy, Files.readAllBytes(file));
      }
    }
  }
}
