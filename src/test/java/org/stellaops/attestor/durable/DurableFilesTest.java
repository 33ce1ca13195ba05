package org.stellaops.attestor.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFilesTest {
  @TempDir private Path dir;

  @Test
  void createsFileAndDirectories() throws IOException {
    Path file = dir.resolve("a/b/checkpoint");

    DurableFiles.replace(file, bytes("one"));

    assertThat(file).hasContent("one");
  }

  @Test
  void doesNotRewriteEqualContent() throws IOException {
    Path file = dir.resolve("checkpoint");
    DurableFiles.replace(file, bytes("one"));
    FileTime before = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
    Files.setLastModifiedTime(file, before);

    DurableFiles.replace(file, bytes("one"));

    assertThat(Files.getLastModifiedTime(file)).isEqualTo(before);
  }

  @Test
  void readersSeeEitherOldOrNewContent() throws Exception {
    Path file = dir.resolve("checkpoint");
    byte[] old = new byte[100_000];
    byte[] updated = old.clone();
    Arrays.fill(updated, (byte) 1);
    DurableFiles.replace(file, old);
    AtomicBoolean done = new AtomicBoolean();
    Callable<Boolean> reader =
        () -> {
          while (!done.get()) {
            byte[] seen = Files.readAllBytes(file);
            if (!Arrays.equals(seen, old) && !Arrays.equals(seen, updated)) {
              return false;
            }
          }
          return true;
        };
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<Boolean> whole = thread.submit(reader);
      for (int i = 0; i < 50; i++) {
        DurableFiles.replace(file, i % 2 == 0 ? updated : old);
      }
      done.set(true);
      assertThat(whole.get()).isTrue();
    } finally {
      thread.shutdown();
    }
  }

  @Test
  void concurrentWritersDoNotMixContents() throws Exception {
    Path file = dir.resolve("checkpoint");
    List<Callable<Boolean>> writers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      byte[] content = new byte[10_000];
      Arrays.fill(content, (byte) i);
      writers.add(() -> {
        DurableFiles.replace(file, content);
        return true;
      });
    }
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      for (Future<Boolean> done : threads.invokeAll(writers)) {
        assertThat(done.get()).isTrue();
      }
    } finally {
      threads.shutdown();
    }
    byte[] content = Files.readAllBytes(file);
    assertThat(content).hasSize(10_000).containsOnly(content[0]);
    assertThat(names()).containsExactly("checkpoint");
  }

  @Test
  void failedWriteLeavesOldFileOnly() throws IOException {
    Path file = Files.createDirectory(dir.resolve("checkpoint")).resolve("x");
    Files.writeString(file, "in the way");

    assertThatThrownBy(() -> DurableFiles.replace(dir.resolve("checkpoint"), bytes("one")))
        .isInstanceOf(IOException.class);
    assertThat(names()).containsExactly("checkpoint");
    assertThat(file).hasContent("in the way");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
