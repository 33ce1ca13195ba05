package org.stellaops.attestor.filetree;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlushedAlongTest {
  @TempDir private Path root;

  private final FlushedAlong flushed = new FlushedAlong();

  @AfterEach
  void close() {
    flushed.close();
  }

  @Test
  void failureOnTheWayIsRaisedAtTheEndHoweverOftenItIsAskedFor() throws IOException {
    Path there = Files.writeString(root.resolve("000"), "a file");
    assertThatCode(() -> flushed.add(there.resolve("below"))).doesNotThrowAnyException();

    assertThatThrownBy(() -> addAndFinish(there))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("below");
    assertThatThrownBy(flushed::finish)
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("below");
  }

  @Test
  void fewFilesAreFlushedAtTheEndTheLatest() throws IOException {
    flushed.add(Files.writeString(root.resolve("000"), "a file").resolve("below"));

    assertThatThrownBy(flushed::finish).isInstanceOf(FileSystemException.class);
  }

  @Test
  void manyBatches() throws IOException {
    Path there = Files.writeString(root.resolve("000"), "a file");

    assertThatCode(() -> addAndFinish(there)).doesNotThrowAnyException();
    assertThatCode(flushed::finish).doesNotThrowAnyException();
  }

  private void addAndFinish(Path file) throws IOException {
    for (int i = 0; i < 5_000; i++) {
      flushed.add(file);
    }
    flushed.finish();
  }
}
