package org.stellaops.attestor.durable;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Syncs many written and renamed files in parallel: first their contents, then their directories.
 *
 * <p>Concurrent fsync calls share a commit of the file system's journal. 128 threads need half as
 * many commits as 32; more threads do not reduce them further.
 */
public final class FsyncBatch {
  private static final int PARALLELISM = 128;

  /** So few files are synced by the caller: the journal commits of many small logs are shared. */
  private static final int FEW = 4;

  private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(10);

  /** Shared by all callers; idle threads end. */
  private static final ExecutorService EXECUTOR = newExecutor();

  private FsyncBatch() {}

  /** Starts a thread only for a file that no idle thread takes; others wait for one of 128. */
  private static ExecutorService newExecutor() {
    LinkedTransferQueue<Runnable> queue =
        new LinkedTransferQueue<>() {
          @Override
          public boolean offer(Runnable task) {
            return tryTransfer(task);
          }
        };
    return new ThreadPoolExecutor(
        0,
        PARALLELISM,
        IDLE_TIMEOUT.toMillis(),
        TimeUnit.MILLISECONDS,
        queue,
        daemonThreads("flush"),
        (task, executor) -> queue.put(task));
  }

  /** Threads that do not keep the process alive. */
  static ThreadFactory daemonThreads(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Syncs the files that exist, and their directories up to {@code root} inclusive. */
  public static void sync(Collection<Path> files, Path root) throws IOException {
    syncContent(files);
    syncDirectories(files.stream().map(Path::getParent).distinct().toList(), root);
  }

  /** Syncs the files that exist, without their directories. */
  public static void syncContent(Collection<Path> files) throws IOException {
    if (files.size() <= FEW) {
      for (Path file : files) {
        fsync(file);
      }
      return;
    }
    // not a parallel stream: its calling thread would spin
    try {
      List<Callable<Path>> tasks = files.stream().map(FsyncBatch::fsyncTask).toList();
      for (Future<Path> future : EXECUTOR.invokeAll(tasks)) {
        await(future);
      }
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /** Syncs these directories and their parents up to {@code root} inclusive. */
  public static void syncDirectories(Collection<Path> leaves, Path root) throws IOException {
    Set<Path> directories = new HashSet<>();
    for (Path each : leaves) {
      Path directory = each;
      while (directory != null && directory.startsWith(root) && directories.add(directory)) {
        directory = directory.getParent();
      }
    }
    syncContent(directories);
  }

  /** Waits for a task of another thread and rethrows its failure. */
  static void await(Future<?> future) throws IOException {
    try {
      future.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException ioException
          ? ioException
          : new IOException(e.getCause());
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted before all files were on disk");
  }

  private static Callable<Path> fsyncTask(Path path) {
    return () -> {
      fsync(path);
      return path;
    };
  }

  private static void fsync(Path path) throws IOException {
    try {
      DurableFiles.fsync(path);
    } catch (NoSuchFileException e) {
      // replaced meanwhile by a wider file, which is synced on its own
    }
  }
}
