package org.stellaops.attestor.drop;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Opens files that may never open: a FIFO that replaces the regular file between its check and its
 * opening, or a network file system without its server. Java cannot open without waiting or
 * interrupt the call, so the thread of such a call remains; their number is limited.
 */
final class TimedOpen {
  private static final int MAX_HANGING = 16;
  private static final int TIMEOUT_SECONDS = 10;
  private static final AtomicInteger HANGING = new AtomicInteger();

  private TimedOpen() {}

  static <T extends Closeable> T open(Path path, Callable<T> call) throws IOException {
    if (HANGING.get() >= MAX_HANGING) {
      throw new FileSystemException(
          path.toString(),
          null,
          MAX_HANGING + " earlier files have not opened yet; restart the daemon");
    }
    CompletableFuture<T> opened = new CompletableFuture<>();
    Thread thread = new Thread(() -> complete(opened, call), "open-dropped-file");
    thread.setDaemon(true);
    thread.start();
    try {
      return opened.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      HANGING.incrementAndGet();
      CompletableFuture<T> unused = opened.whenComplete((late, error) -> release(late));
      throw new FileSystemException(
          path.toString(), null, "it did not open within " + TIMEOUT_SECONDS + " seconds");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } catch (InterruptedException e) {
      CompletableFuture<T> unused = opened.whenComplete((late, error) -> close(late));
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while " + path + " was opened");
    }
  }

  private static <T> void complete(CompletableFuture<T> opened, Callable<T> call) {
    try {
      opened.complete(call.call());
    } catch (Exception e) {
      opened.completeExceptionally(e);
    }
  }

  private static void release(@Nullable Closeable late) {
    HANGING.decrementAndGet();
    close(late);
  }

  private static void close(@Nullable Closeable late) {
    try {
      if (late != null) {
        late.close();
      }
    } catch (IOException e) {
      // nothing was read from it
    }
  }
}
