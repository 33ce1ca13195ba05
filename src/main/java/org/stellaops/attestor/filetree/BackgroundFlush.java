package org.stellaops.attestor.filetree;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Has the disk take files while more of them are written, so that little is left to wait for at the
 * end. Without this the system collects a gigabyte, and whoever wants it on disk waits while
 * nothing else happens.
 *
 * <p>A disk tells of a failure once, to whoever flushes. So the failure of a flush on the way is
 * kept, and raised by whoever comes next.
 */
final class BackgroundFlush implements AutoCloseable {
  private static final int BATCH_SIZE = 256;

  /** Whoever writes faster than the disk takes it waits for it, and holds no more names than so. */
  private static final int MAX_PENDING = 16 * BATCH_SIZE;

  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(FsyncBatch.daemonThreads("staging-flush"));
  private List<Path> pending = new ArrayList<>();
  private @Nullable Future<?> pendingFlush;

  /** A file whose content is written. Several threads may write. */
  synchronized void add(Path file) throws IOException {
    pending.add(file);
    boolean idle = pendingFlush == null || pendingFlush.isDone();
    if (pending.size() >= MAX_PENDING || pending.size() >= BATCH_SIZE && idle) {
      awaitFlush();
      List<Path> batch = pending;
      pending = new ArrayList<>();
      pendingFlush =
          executor.submit(() -> {
            FsyncBatch.syncContent(batch);
            return batch;
          });
    }
  }

  /** Returns when the content of every file that was added is on disk. */
  synchronized void finish() throws IOException {
    awaitFlush();
    FsyncBatch.syncContent(pending);
    pending = new ArrayList<>();
  }

  private void awaitFlush() throws IOException {
    if (pendingFlush != null) {
      FsyncBatch.await(pendingFlush);
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
