package org.stellaops.attestor.durable;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FsyncBatchTest {
  @TempDir private Path root;

  @Test
  void syncsMoreFilesThanThreads() throws IOException {
    List<Path> files = IntStream.range(0, 100).mapToObj(i -> root.resolve("tile/0/" + i)).toList();
    Files.createDirectories(root.resolve("tile/0"));
    for (Path file : files) {
      Files.write(file, new byte[8192]);
    }

    assertThatCode(() -> FsyncBatch.sync(files, root)).doesNotThrowAnyException();
  }

  @Test
  void skipsFilesThatAreGone() throws IOException {
    Path existing = Files.writeString(root.resolve("002"), "wider");
    Path missing = root.resolve("002.p/7");

    assertThatCode(() -> FsyncBatch.sync(List.of(missing, existing), root))
        .doesNotThrowAnyException();
  }

  @Test
  void failsWhenOneFileCannotBeSynced() throws IOException {
    Path existing = Files.writeString(root.resolve("000"), "a file");

    assertThatThrownBy(() -> FsyncBatch.sync(List.of(existing, existing.resolve("below")), root))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("below");
  }
}
