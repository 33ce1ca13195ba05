package org.stellaops.attestor.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadyMemoryTest {
  private static final long MEBIBYTE = 1 << 20;
  private static final long PATIENCE_SECONDS = 20;

  @TempDir Path directory;

  @Test
  void itIsAsLargeAsWasAskedForAndLeavesNothing() throws Exception {
    Path file = directory.resolve("memory");

    ReadyMemory memory = ReadyMemory.hold(file, MEBIBYTE);

    assertThat(file).hasSize(MEBIBYTE);
    memory.close();
    assertThat(file).doesNotExist();
  }

  @Test
  void whatIsMeasuredFindsItFreeOnceItHasBegun() throws Exception {
    Path file = directory.resolve("memory");
    Path begun = directory.resolve("begun");

    try (ReadyMemory memory = ReadyMemory.hold(file, MEBIBYTE)) {
      Future<?> released = memory.releaseOnceThereIs(begun);
      assertThat(file).exists();
      Files.createDirectory(begun);
      released.get(PATIENCE_SECONDS, TimeUnit.SECONDS);

      assertThat(file).doesNotExist();
    }
  }
}
