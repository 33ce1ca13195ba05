package org.stellaops.attestor.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.fakelog.RandomEntries;

class CopyTest {
  @TempDir private Path folder;
  private BenchLog log;
  private Path copy;

  @BeforeEach
  void copy() throws IOException {
    log = BenchLog.in(folder, "log", 600, new RandomEntries(10));
    copy = folder.resolve("copy");
    for (String path : log.paths()) {
      Files.createDirectories(copy.resolve(path).getParent());
      Files.copy(log.directory().resolve(path), copy.resolve(path));
    }
  }

  @Test
  void theSameFilesPass() {
    assertThatCode(this::check).doesNotThrowAnyException();
  }

  @Test
  void aMissingFileIsWrong() throws IOException {
    Files.delete(copy.resolve("tile/0/001"));

    assertWrong("tile/0/001 is missing");
  }

  @Test
  void aFileTooManyIsWrong() throws IOException {
    Files.writeString(copy.resolve("tile/0/.tmp-1"), "");

    assertWrong("1 files are too many, one of them tile/0/.tmp-1");
  }

  @Test
  void oneWrongByteIsWrong() throws IOException {
    byte[] bytes = Files.readAllBytes(copy.resolve("tile/entries/000"));
    bytes[77] ^= 1;
    Files.write(copy.resolve("tile/entries/000"), bytes);

    assertWrong("tile/entries/000 differs from the log at byte 77");
  }

  @Test
  void aFileWithoutItsEndIsWrong() throws IOException {
    Files.write(copy.resolve("tile/1/000.p/2"), new byte[0]);

    assertWrong("tile/1/000.p/2 differs from the log at byte 0");
  }

  @Test
  void theMarkOfTheLogIsNoFileOfIt() throws IOException {
    assertThat(log.paths())
        .containsExactly(
            "checkpoint",
            "tile/0/000",
            "tile/0/001",
            "tile/0/002.p/88",
            "tile/1/000.p/2",
            "tile/entries/000",
            "tile/entries/001",
            "tile/entries/002.p/88");
    assertThat(log.bytes(List.of("tile/0/001", "tile/1/000.p/2"))).isEqualTo(256 * 32 + 64);
  }

  private void check() throws IOException {
    new Copy(copy).requireSame(log, log.paths());
  }

  private void assertWrong(String how) {
    assertThatThrownBy(this::check)
        .isInstanceOfSatisfying(
            AttestorException.class,
            wrong -> assertThat(wrong.failure()).isEqualTo(Failure.BAD_TILE))
        .hasMessage("wrong result in " + copy + ": " + how);
  }
}
