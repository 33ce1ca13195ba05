package org.stellaops.attestor.bundle.archive;

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
final class BackgroundFlushChannel implements AutoCloseable {
  private static final long FLUSH_INTERVAL_BYTES = 16 << 20;

  private final FileChannel channel;
  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "bundle-flush");
        thread.setDaemon(true);
        return thread;
      });
  private @Nullable Future<?> pendingFlush;
  private long unflushedBytes;

  /** Owns the channel from here on. */
  BackgroundFlushChannel(FileChannel channel) {
    this.channel = channel;
  }

  void write(ByteBuffer bytes) throws IOException {
    unflushedBytes += bytes.remaining();
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    if (unflushedBytes >= FLUSH_INTERVAL_BYTES && (pendingFlush == null || pendingFlush.isDone())) {
      awaitFlush();
      pendingFlush =
          executor.submit(() -> {
            channel.force(false);
            return null;
          });
      unflushedBytes = 0;
    }
  }

  /** Returns when every byte is on disk. */
  void force() throws IOException {
    awaitFlush();
    channel.force(true);
  }

  private void awaitFlush() throws IOException {
    try {
      if (pendingFlush != null) {
        pendingFlush.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException ioException
          ? ioException
          : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted before the file was on disk");
    }
  }

  @Override
  public void close() throws IOException {
    executor.shutdown();
    channel.close();
  }
}
