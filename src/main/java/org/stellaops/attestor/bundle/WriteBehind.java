package org.stellaops.attestor.bundle;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Appends to a file and has the disk write along meanwhile, so that little is left to wait for when
 * all of it has to be there. Without this the system collects a gigabyte, and whoever wants it on
 * disk waits as long again as it took to make.
 *
 * <p>A disk tells of a failure once, to whoever flushes next. So the failure of a flush on the way
 * is kept and raised here.
 */
final class WriteBehind implements AutoCloseable {
  private static final long STEP = 16 << 20;

  private final FileChannel channel;
  private final ExecutorService flusher =
      Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "bundle-flush");
        thread.setDaemon(true);
        return thread;
      });
  private @Nullable Future<?> flush;
  private long unflushed;

  /** Owns the channel from here on. */
  WriteBehind(FileChannel channel) {
    this.channel = channel;
  }

  void write(ByteBuffer bytes) throws IOException {
    unflushed += bytes.remaining();
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    if (unflushed >= STEP && (flush == null || flush.isDone())) {
      await();
      flush =
          flusher.submit(() -> {
            channel.force(false);
            return null;
          });
      unflushed = 0;
    }
  }

  /** Returns when every byte is on disk. */
  void force() throws IOException {
    await();
    channel.force(true);
  }

  private void await() throws IOException {
    try {
      if (flush != null) {
        flush.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException disk ? disk : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted before the file was on disk");
    }
  }

  @Override
  public void close() throws IOException {
    flusher.shutdown();
    channel.close();
  }
}
