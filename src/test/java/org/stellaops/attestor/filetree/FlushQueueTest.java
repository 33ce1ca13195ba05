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

class FlushQueueTest {
  @TempDir private Path root;

  private final StagingDirectory.FlushQueue flush = new StagingDirectory.FlushQueue();

  @AfterEach
  void close() {
    flush.close();
  }

  @Test
  void everyFinishRethrowsBackgroundFailure() throws IOException {
    Path file = Files.writeString(root.resolve("000"), "a file");
    assertThatCode(() -> flush.add(file.resolve("below"))).doesNotThrowAnyException();

    assertThatThrownBy(() -> addAndFinish(file))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("below");
    assertThatThrownBy(flush::finish)
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("below");
  }

  @Test
  void finishFlushesIncompleteBatch() throws IOException {
    flush.add(Files.writeString(root.resolve("000"), "a file").resolve("below"));

    assertThatThrownBy(flush::finish).isInstanceOf(FileSystemException.class);
  }

  @Test
  void flushesManyBatches() throws IOException {
    Path file = Files.writeString(root.resolve("000"), "a file");

    assertThatCode(() -> addAndFinish(file)).doesNotThrowAnyException();
    assertThatCode(flush::finish).doesNotThrowAnyException();
  }

  private void addAndFinish(Path file) throws IOException {
    for (int i = 0; i < 5_000; i++) {
      flush.add(file);
    }
    flush.finish();
  }
}
