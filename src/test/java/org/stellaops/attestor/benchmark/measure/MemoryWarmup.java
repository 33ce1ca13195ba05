package org.stellaops.attestor.benchmark.measure;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Memory that was just in use and is free, for whoever writes files next: all who are measured are
 * to find the same. In a virtual machine whose host takes back what is free for a while, a page
 * costs next to nothing or some microseconds, depending on who has freed it and when. For a
 * gigabyte of files that makes two seconds and a half, in whichever run they fall.
 *
 * <p>It is what the system keeps of a file that has nothing but holes, and takes no place on disk.
 */
public final class MemoryWarmup implements AutoCloseable {
  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final String AVAILABLE = "MemAvailable:";
  private static final int AVAILABLE_DIVISOR = 4;
  private static final int BLOCK = 1 << 20;
  private static final int POLL_INTERVAL_MILLIS = 10;

  private final Path file;
  private final Executor poller =
      CompletableFuture.delayedExecutor(POLL_INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
  private volatile boolean closed;

  private MemoryWarmup(Path file) {
    this.file = file;
  }

  /**
   * Holds so many bytes, or a quarter of what the machine could give if that is less; nothing where
   * there is no {@code /proc}.
   *
   * @param file that is not there yet
   */
  public static MemoryWarmup reserve(Path file, long bytes) throws IOException {
    long length = Math.min(bytes, ProcFs.bytes(MEMORY, AVAILABLE) / AVAILABLE_DIVISOR);
    try (RandomAccessFile sparseFile = new RandomAccessFile(file.toFile(), "rw")) {
      sparseFile.setLength(length);
      FileChannel channel = sparseFile.getChannel();
      ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
      while (channel.read(block) >= 0) {
        block.clear();
      }
    }
    return new MemoryWarmup(file);
  }

  /** Gives it free. */
  public void release() throws IOException {
    Files.deleteIfExists(file);
  }

  /**
   * Gives it free when there is something of this name: then what is measured has begun.
   *
   * @return ends when it is free
   */
  public CompletableFuture<Void> releaseWhenExists(Path path) {
    CompletableFuture<Void> released = new CompletableFuture<>();
    poll(path, released);
    return released;
  }

  private void poll(Path path, CompletableFuture<Void> released) {
    if (closed) {
      released.cancel(false);
    } else if (Files.exists(path)) {
      releaseNow(released);
    } else {
      poller.execute(() -> poll(path, released));
    }
  }

  private void releaseNow(CompletableFuture<Void> released) {
    try {
      release();
      released.complete(null);
    } catch (IOException e) {
      released.completeExceptionally(e);
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    release();
  }
}
