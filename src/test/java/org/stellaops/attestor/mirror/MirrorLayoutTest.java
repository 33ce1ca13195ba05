package org.stellaops.attestor.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.mirror.MirrorLayout.NamedFile;
import org.stellaops.attestor.mirror.audit.AuditReport;
import org.stellaops.attestor.mirror.retention.MirrorReset;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.scenario.support.AuditedMirror;
import org.stellaops.attestor.scenario.support.FileTree;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.Resource;

/** Every file of the table, from its publication to its removal. */
class MirrorLayoutTest {
  private static final long SIZE = 300;

  @TempDir private Path directory;

  private final FakeLog log = FakeLog.named("layout.example/log").grow(SIZE);
  private FakeLogServer server;
  private AuditedMirror mirror;

  @BeforeEach
  void startAndSync() {
    server = FakeLogServer.start(log);
    mirror = AuditedMirror.of(directory.resolve("data"), log, server);
    assertThat(mirror.sync().mirroredSize()).isEqualTo(SIZE);
  }

  @AfterEach
  void stop() {
    mirror.close();
    server.close();
  }

  @Test
  void mirrorEqualsItsLogFileByFile() {
    assertThat(files()).isEqualTo(expectedFiles());
  }

  @Test
  void everyFileIsNamedOrATileOrAnEntryBundle() {
    assertThat(files().keySet())
        .allMatch(path -> MirrorLayout.isNamedFile(path) != isResource(path))
        .noneMatch(MirrorLayout::isTemporary);
    assertThat(mirror.audit().isClean()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(NamedFile.class)
  void missingFileIsFoundAndRestored(NamedFile file) throws IOException {
    Files.delete(mirror.file(file.path()));

    assertThat(mirror.audit().fileProblems()).isEqualTo(Map.of(file, "is missing"));
    assertRepairRestoresEveryFile();
  }

  @ParameterizedTest
  @EnumSource(NamedFile.class)
  void everyChangedByteIsFoundAndRestored(NamedFile file) throws IOException {
    byte[] intact = Files.readAllBytes(mirror.file(file.path()));
    for (int i = 0; i < intact.length; i++) {
      byte[] damaged = intact.clone();
      damaged[i] ^= 1;
      Files.write(mirror.file(file.path()), damaged);

      assertThat(mirror.audit().fileProblems()).as("byte %d", i).containsOnlyKeys(file);
    }
    assertRepairRestoresEveryFile();
  }

  @ParameterizedTest
  @EnumSource(NamedFile.class)
  void fileOfAnotherTreeIsFoundAndReplaced(NamedFile file) throws IOException {
    byte[] older = file.content(SignedNote.parse(log.checkpoint(SIZE - 1)));
    Files.write(mirror.file(file.path()), older);

    assertThat(mirror.audit().fileProblems()).containsOnlyKeys(file);
    assertRepairRestoresEveryFile();
  }

  @Test
  void resetRemovesEveryFileAndNothingElse() throws IOException {
    Path foreign = Files.writeString(mirror.file("index.html"), "not ours");

    new MirrorReset(mirror.store().checkpoints(), mirror.store().retention(), mirror.tree())
        .reset(mirror.backend());

    assertThat(files()).containsOnlyKeys("index.html");
    Files.delete(foreign);
    mirror.sync();
    assertThat(files()).isEqualTo(expectedFiles());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".checkpoint.123e4567-e89b-12d3-a456-426614174000.tmp",
        "tile/0/.000.123e4567-e89b-12d3-a456-426614174000.tmp",
        "tile/0/.tmp-0A1B2C"
      })
  void temporaryFileIsNeverTakenForAnother(String path) {
    assertThat(MirrorLayout.isTemporary(path)).isTrue();
    assertThat(MirrorLayout.isNamedFile(path) || isResource(path)).isFalse();
  }

  private void assertRepairRestoresEveryFile() {
    AuditReport report = mirror.audit();
    mirror.repair(report);

    assertThat(mirror.audit().isClean()).isTrue();
    assertThat(files()).isEqualTo(expectedFiles());
  }

  /** Length and digest of each file of the log, and of each named file for its checkpoint. */
  private Map<String, String> expectedFiles() {
    return MirrorUnderTest.expectedFiles(log, directory.resolve("expected"));
  }

  private Map<String, String> files() {
    return FileTree.of(mirror.file(""));
  }

  private static boolean isResource(String path) {
    try {
      Resource.parse(path);
      return true;
    } catch (MalformedException e) {
      return false;
    }
  }
}
