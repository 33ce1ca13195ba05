package org.stellaops.attestor.benchmark.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryWarmupTest {
  private static final long MEBIBYTE = 1 << 20;
  private static final long TIMEOUT_SECONDS = 20;

  @TempDir Path directory;

  @Test
  void reservesRequestedSizeAndRemovesFile() throws Exception {
    Path file = directory.resolve("memory");

    MemoryWarmup memory = MemoryWarmup.reserve(file, MEBIBYTE);

    assertThat(file).hasSize(MEBIBYTE);
    memory.close();
    assertThat(file).doesNotExist();
  }

  @Test
  void releasesMemoryWhenFileExists() throws Exception {
    Path file = directory.resolve("memory");
    Path marker = directory.resolve("begun");

    try (MemoryWarmup memory = MemoryWarmup.reserve(file, MEBIBYTE)) {
      Future<?> released = memory.releaseWhenExists(marker);
      assertThat(file).exists();
      Files.createDirectory(marker);
      released.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);

      assertThat(file).doesNotExist();
    }
  }
}
