package org.stellaops.attestor.filetree;

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
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Makes many files durable together, which were written and renamed before: their content first,
 * then the directories that name them.
 *
 * <p>Who waits for the disk at the same time as others shares one commit of the file system's
 * journal with them, so many wait side by side. With 32 the journal of a sync is committed twice as
 * often as with 128, and with more than that no more rarely.
 */
final class FsyncBatch {
  private static final int PARALLELISM = 128;
  private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(10);

  /** They are there for all, and go when there was nothing to flush for a while. */
  private static final ExecutorService EXECUTOR = newExecutor();

  private FsyncBatch() {}

  private static ExecutorService newExecutor() {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            PARALLELISM,
            PARALLELISM,
            IDLE_TIMEOUT.toMillis(),
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(),
            daemonThreads("flush"));
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  /** Threads that wait for the disk, and do not keep a process from its end. */
  static ThreadFactory daemonThreads(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Flushes the files that are there, and their directories up to {@code root}, which counts. */
  static void sync(Collection<Path> files, Path root) throws IOException {
    fsyncInParallel(files);
    syncDirectories(files.stream().map(Path::getParent).distinct().toList(), root);
  }

  /** Flushes the files that are there, and not what names them. */
  static void syncContent(Collection<Path> files) throws IOException {
    fsyncInParallel(files);
  }

  /** Flushes these directories, and those above them up to {@code root}. */
  static void syncDirectories(Collection<Path> leaves, Path root) throws IOException {
    Set<Path> directories = new HashSet<>();
    for (Path each : leaves) {
      Path directory = each;
      while (directory != null && directory.startsWith(root) && directories.add(directory)) {
        directory = directory.getParent();
      }
    }
    fsyncInParallel(directories);
  }

  private static void fsyncInParallel(Collection<Path> paths) throws IOException {
    // no parallel stream, whose caller spins while the others wait
    try {
      List<Callable<Path>> tasks = paths.stream().map(FsyncBatch::fsyncTask).toList();
      for (Future<Path> future : EXECUTOR.invokeAll(tasks)) {
        await(future);
      }
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /** Waits for what another thread does to the disk, and raises its trouble. */
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
      try {
        DurableFiles.fsync(path);
      } catch (NoSuchFileException e) {
        // superseded meanwhile, by a file that is settled for itself
      }
      return path;
    };
  }
}
