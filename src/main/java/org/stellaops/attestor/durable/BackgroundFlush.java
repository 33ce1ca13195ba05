package org.stellaops.attestor.durable;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Syncs data to disk in one background thread while more data is written. Without it the operating
 * system collects up to gigabytes of dirty pages, and the final sync takes as long as the writing.
 *
 * <p>The operating system reports a failed write-back only to one fsync call. Therefore the failure
 * of a background flush is kept, and thrown by every later call of {@link #start} and {@link
 * #await}. Not thread-safe.
 */
public final class BackgroundFlush implements AutoCloseable {
  private final ExecutorService executor;
  private @Nullable Future<?> pending;

  /** A call of fsync. */
  @FunctionalInterface
  public interface Flush {
    void run() throws IOException;
  }

  /** Creates an idle one; the thread starts with the first flush. */
  public BackgroundFlush(String threadName) {
    executor = Executors.newSingleThreadExecutor(FsyncBatch.daemonThreads(threadName));
  }

  /** Whether {@link #start} would not wait. */
  public boolean isIdle() {
    return pending == null || pending.isDone();
  }

  /** Waits for the previous flush and starts this one. */
  public void start(Flush flush) throws IOException {
    await();
    pending =
        executor.submit(() -> {
          flush.run();
          return null;
        });
  }

  /** Waits for the flush that was started last. */
  public void await() throws IOException {
    if (pending != null) {
      FsyncBatch.await(pending);
    }
  }

  /** Lets a running flush finish in the background. */
  @Override
  public void close() {
    executor.shutdown();
  }
}
