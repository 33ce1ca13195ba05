package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.fakelog.FakeLogServer;

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
  void begin() {
    server = FakeLogServer.start(log);
    connected = MirrorUnderTest.of(directory.resolve("connected"), log, server.url());
    good = directory.resolve("good.tar.gz");
    try (MirrorUnderTest mirror = connected.start()) {
      ReportAssert.assertGood(mirror.sync());
      assertThat(mirror.export(TwoSides.everything(good)).get(0).message()).isEmpty();
    }
  }

  @AfterEach
  void end() {
    server.close();
  }

  @Test
  void anExportLeavesNothingThatCouldBeTakenForABundle() throws Exception {
    SmallDisk disk = SmallDisk.in(directory);
    Path kit = disk.disk().resolve("kit.tar.gz");
    assumeThat(
            disk.run(
                connected.file(),
                "export --backend log --include-entries --checkpoints-only-verified --output "
                    + kit))
        .as("may mount a tmpfs")
        .isTrue();

    assertThat(disk.status("full")).as(disk.said("full")).isEqualTo("3");
    assertThat(disk.said("full")).contains("stella: disk: kit.tar.gz: cannot write", "hint: ");
    assertThat(FileTree.of(disk.after("full"))).isEmpty();
    assertThat(disk.status("room")).as(disk.said("room")).isEqualTo("0");
    assertThat(Files.mismatch(disk.after("room").resolve("kit.tar.gz"), good)).isEqualTo(-1);
  }

  @Test
  void aBundleThatFitsWithoutItsDigestGetsNoName() throws Exception {
    long pages = (Files.size(good) + PAGE - 1) / PAGE;
    SmallDisk disk = SmallDisk.in(directory, pages * PAGE);
    Path kit = disk.disk().resolve("kit.tar.gz");
    assumeThat(
            disk.run(
                connected.file(),
                "export --backend log --include-entries --checkpoints-only-verified --output "
                    + kit))
        .as("may mount a tmpfs")
        .isTrue();

    assertThat(disk.status("full")).as(disk.said("full")).isEqualTo("3");
    assertThat(FileTree.of(disk.after("full"))).isEmpty();
    assertThat(disk.status("room")).as(disk.said("room")).isEqualTo("0");
    assertThat(disk.after("room").resolve("kit.tar.gz.sha256")).exists();
    assertThat(Files.mismatch(disk.after("room").resolve("kit.tar.gz"), good)).isEqualTo(-1);
  }

  @Test
  void anImportChangesNothingAndTheNextTryIsWhole() throws Exception {
    SmallDisk disk = SmallDisk.in(directory);
    TestConfiguration isolated =
        MirrorUnderTest.of(
                Files.createDirectory(directory.resolve("isolated")), log, TwoSides.NOWHERE)
            .tileCache("basePath", disk.disk().toString());
    assumeThat(disk.run(isolated.file(), "import " + good)).as("may mount a tmpfs").isTrue();

    assertThat(disk.status("full")).as(disk.said("full")).isEqualTo("3");
    assertThat(disk.said("full")).contains("stella: disk: good.tar.gz: ", "hint: ");
    assertThat(FileTree.of(disk.after("full").resolve(log.identity().origin().directory())))
        .as("nothing has its final name")
        .isEmpty();
    assertThat(disk.status("room")).as(disk.said("room")).isEqualTo("0");
    assertThat(FileTree.of(disk.after("room").resolve(log.identity().origin().directory())))
        .isEqualTo(MirrorUnderTest.filesOf(log, directory.resolve("expected")));
  }
}
