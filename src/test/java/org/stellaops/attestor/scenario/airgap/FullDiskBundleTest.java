package org.stellaops.attestor.scenario.airgap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.scenario.support.AirGapFixture;
import org.stellaops.attestor.scenario.support.CycleReportAssertions;
import org.stellaops.attestor.scenario.support.FileTree;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.scenario.support.SmallDisk;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;

/** The disk is full in the middle of an export or an import, and is given more room later. */
class FullDiskBundleTest {
  /** What a tmpfs counts in. */
  private static final long PAGE = 4096;

  @TempDir private Path directory;

  private final FakeLog log = FakeLog.named("brimful.example/bundle").grow(6_000);
  private FakeLogServer server;
  private TestConfiguration connected;
  private Path good;

  @BeforeEach
  void setUp() {
    server = FakeLogServer.start(log);
    connected = MirrorUnderTest.of(directory.resolve("connected"), log, server.url());
    good = directory.resolve("good.tar.gz");
    try (MirrorUnderTest mirror = connected.start()) {
      CycleReportAssertions.assertGood(mirror.sync());
      assertThat(mirror.export(AirGapFixture.everything(good)).get(0).message()).isEmpty();
    }
  }

  @AfterEach
  void tearDown() {
    server.close();
  }

  @Test
  void exportLeavesNoPartialBundle() throws Exception {
    SmallDisk disk = SmallDisk.in(directory);
    Path bundle = disk.mountPoint().resolve("kit.tar.gz");
    assumeThat(
            disk.run(
                connected.file(),
                "export --backend log --include-entries --checkpoints-only-verified --output "
                    + bundle))
        .as("may mount a tmpfs")
        .isTrue();

    assertThat(disk.exitStatus("full")).as(disk.output("full")).isEqualTo("3");
    assertThat(disk.output("full")).contains("stella: disk: kit.tar.gz: cannot write", "hint: ");
    assertThat(FileTree.of(disk.filesAfter("full"))).isEmpty();
    assertThat(disk.exitStatus("room")).as(disk.output("room")).isEqualTo("0");
    assertThat(Files.mismatch(disk.filesAfter("room").resolve("kit.tar.gz"), good)).isEqualTo(-1);
  }

  @Test
  void exportLeavesNoBundleWithoutItsDigest() throws Exception {
    long pages = (Files.size(good) + PAGE - 1) / PAGE;
    SmallDisk disk = SmallDisk.in(directory, pages * PAGE);
    Path bundle = disk.mountPoint().resolve("kit.tar.gz");
    assumeThat(
            disk.run(
                connected.file(),
                "export --backend log --include-entries --checkpoints-only-verified --output "
                    + bundle))
        .as("may mount a tmpfs")
        .isTrue();

    assertThat(disk.exitStatus("full")).as(disk.output("full")).isEqualTo("3");
    assertThat(FileTree.of(disk.filesAfter("full"))).isEmpty();
    assertThat(disk.exitStatus("room")).as(disk.output("room")).isEqualTo("0");
    assertThat(disk.filesAfter("room").resolve("kit.tar.gz.sha256")).exists();
    assertThat(Files.mismatch(disk.filesAfter("room").resolve("kit.tar.gz"), good)).isEqualTo(-1);
  }

  @Test
  void failedImportChangesNothingAndTheNextOneSucceeds() throws Exception {
    SmallDisk disk = SmallDisk.in(directory);
    TestConfiguration isolated =
        MirrorUnderTest.of(
                Files.createDirectory(directory.resolve("isolated")),
                log,
                AirGapFixture.UNREACHABLE)
            .tileCache("basePath", disk.mountPoint().toString());
    assumeThat(disk.run(isolated.file(), "import " + good)).as("may mount a tmpfs").isTrue();

    assertThat(disk.exitStatus("full")).as(disk.output("full")).isEqualTo("3");
    assertThat(disk.output("full")).contains("stella: disk: good.tar.gz: ", "hint: ");
    assertThat(FileTree.of(disk.filesAfter("full").resolve(log.identity().origin().directory())))
        .as("nothing has its final name")
        .isEmpty();
    assertThat(disk.exitStatus("room")).as(disk.output("room")).isEqualTo("0");
    assertThat(FileTree.of(disk.filesAfter("room").resolve(log.identity().origin().directory())))
        .isEqualTo(MirrorUnderTest.expectedFiles(log, directory.resolve("expected")));
  }
}
