package org.stellaops.attestor.scenario.support;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.concurrent.TimeUnit;

/** Waits for files that a daemon puts somewhere. */
public final class FileArrival {
  private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long POLL_INTERVAL_MILLIS = 100;

  private FileArrival() {}

  /**
   * Looks whenever something comes into the folder, and from time to time if it is not there yet.
   */
  public static void await(Path file) {
    await(file, () -> {});
  }

  /** Does something before each look, such as moving a clock. */
  public static void await(Path file, Runnable beforeLook) {
    long startNanos = System.nanoTime();
    try (WatchService watchService = file.getFileSystem().newWatchService()) {
      for (Path directory = file.getParent(); !Files.exists(file); directory = file.getParent()) {
        if (System.nanoTime() - startNanos > TIMEOUT_NANOS) {
          throw new AssertionError(file + " has not come");
        }
        beforeLook.run();
        while (!Files.isDirectory(directory)) {
          directory = directory.getParent();
        }
        WatchKey key = directory.register(watchService, ENTRY_CREATE);
        if (!Files.exists(file)
            && watchService.poll(POLL_INTERVAL_MILLIS, TimeUnit.MILLISECONDS) != null) {
          key.reset();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(file + " was not waited for", e);
    }
  }
}
