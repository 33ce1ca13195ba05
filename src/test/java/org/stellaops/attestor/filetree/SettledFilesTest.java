package org.stellaops.attestor.filetree;

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

class SettledFilesTest {
  @TempDir private Path root;

  @Test
  void moreFilesThanAreFlushedAtOnce() throws IOException {
    List<Path> files = IntStream.range(0, 100).mapToObj(i -> root.resolve("tile/0/" + i)).toList();
    Files.createDirectories(root.resolve("tile/0"));
    for (Path file : files) {
      Files.write(file, new byte[8192]);
    }

    assertThatCode(() -> SettledFiles.settle(files, root)).doesNotThrowAnyException();
  }

  @Test
  void aFileThatAWiderOneHasReplacedIsLeftOut() throws IOException {
    Path there = Files.writeString(root.resolve("002"), "wider");
    Path gone = root.resolve("002.p/7");

    assertThatCode(() -> SettledFiles.settle(List.of(gone, there), root))
        .doesNotThrowAnyException();
  }

  @Test
  void troubleOfOneFileIsTroubleOfAll() throws IOException {
    Path there = Files.writeString(root.resolve("000"), "a file");

    assertThatThrownBy(() -> SettledFiles.settle(List.of(there, there.resolve("below")), root))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("below");
  }
}
