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
final class FlushedAlong implements AutoCloseable {
  private static final int BATCH = 256;

  /** Whoever writes faster than the disk takes it waits for it, and holds no more names than so. */
  private static final int MOST = 16 * BATCH;

  private final ExecutorService flusher =
      Executors.newSingleThreadExecutor(SettledFiles.daemons("staging-flush"));
  private List<Path> written = new ArrayList<>();
  private @Nullable Future<?> flush;

  /** A file whose content is written. Several threads may write. */
  synchronized void add(Path file) throws IOException {
    written.add(file);
    boolean idle = flush == null || flush.isDone();
    if (written.size() >= MOST || written.size() >= BATCH && idle) {
      await();
      List<Path> batch = written;
      written = new ArrayList<>();
      flush =
          flusher.submit(() -> {
            SettledFiles.settleContent(batch);
            return batch;
          });
    }
  }

  /** Returns when the content of every file that was added is on disk. */
  synchronized void finish() throws IOException {
    await();
    SettledFiles.settleContent(written);
    written = new ArrayList<>();
  }

  private void await() throws IOException {
    if (flush != null) {
      SettledFiles.await(flush);
    }
  }

  @Override
  public void close() {
    flusher.shutdownNow();
  }
}
