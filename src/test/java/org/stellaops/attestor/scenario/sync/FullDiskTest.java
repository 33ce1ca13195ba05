package org.stellaops.attestor.scenario.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.scenario.support.FileTree;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.scenario.support.SmallDisk;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;

/**
 * The disk is full in the middle of a file, and is given more room later. The file system is a
 * small one in memory that only a child process sees; where the kernel allows no such thing to the
 * user of the tests, they are skipped.
 */
class FullDiskTest {
  @TempDir private Path directory;

  private final FakeLog log = FakeLog.named("brimful.example/log").grow(6_000);

  @Test
  void leavesNoPartialFileUnderItsFinalNameAndResumes() throws Exception {
    SmallDisk disk = SmallDisk.in(directory);
    Path source = directory.resolve("source");
    log.write(source);
    try (FakeLogServer server = FakeLogServer.start(log)) {
      TestConfiguration configuration =
          MirrorUnderTest.of(directory, log, server.url())
              .tileCache("basePath", disk.mountPoint().toString());
      assumeThat(disk.run(configuration.file(), "sync --all --full"))
          .as("may mount a tmpfs")
          .isTrue();
    }

    assertThat(disk.exitStatus("full")).as(disk.output("full")).isEqualTo("3");
    assertThat(disk.output("full")).contains("stella: disk: log: cannot write", "hint: check");
    Map<String, String> filesAfterFailure = publishedFiles(disk.filesAfter("full"));
    assertThat(filesAfterFailure).isNotEmpty().doesNotContainKey("checkpoint");
    assertThat(FileTree.of(source)).containsAllEntriesOf(filesAfterFailure);
    assertThat(disk.exitStatus("room")).as(disk.output("room")).isEqualTo("0");
    assertThat(publishedFiles(disk.filesAfter("room"))).isEqualTo(FileTree.of(source));
  }

  /** Every file that has its final name. */
  private Map<String, String> publishedFiles(Path tree) {
    return FileTree.visible(tree.resolve(log.identity().origin().directory()));
  }
}
