package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.fakelog.FakeLogServer;

/**
 * The disk is full in the middle of a file, and is given more room later. The file system is a
 * small one in memory that only a child process sees; where the kernel allows no such thing to the
 * user of the tests, they are skipped.
 */
class FullDiskTest {
  @TempDir private Path directory;

  private final FakeLog log = FakeLog.named("brimful.example/log").grow(6_000);

  @Test
  void nothingHalfWrittenHasItsFinalNameAndTheNextRunGoesOn() throws Exception {
    SmallDisk disk = SmallDisk.in(directory);
    Path source = directory.resolve("source");
    log.write(source);
    try (FakeLogServer server = FakeLogServer.start(log)) {
      TestConfiguration configuration =
          MirrorUnderTest.of(directory, log, server.url())
              .tileCache("basePath", disk.disk().toString());
      assumeThat(disk.run(configuration.file(), "sync --all --full"))
          .as("may mount a tmpfs")
          .isTrue();
    }

    assertThat(disk.status("full")).as(disk.said("full")).isEqualTo("3");
    assertThat(disk.said("full")).contains("stella: disk: log: cannot write", "hint: check");
    Map<String, String> left = named(disk.after("full"));
    assertThat(left).isNotEmpty().doesNotContainKey("checkpoint");
    assertThat(FileTree.of(source)).containsAllEntriesOf(left);
    assertThat(disk.status("room")).as(disk.said("room")).isEqualTo("0");
    assertThat(named(disk.after("room"))).isEqualTo(FileTree.of(source));
  }

  /** Every file that has its final name. */
  private Map<String, String> named(Path tree) {
    return FileTree.visible(tree.resolve(log.identity().origin().directory()));
  }
}
