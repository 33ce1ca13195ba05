package org.stellaops.attestor.scenario;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.concurrent.TimeUnit;

/** Waits for files that a daemon puts somewhere. */
final class Arrival {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long LOOK_AGAIN_MILLIS = 100;

  private Arrival() {}

  /**
   * Looks whenever something comes into the folder, and from time to time if it is not there yet.
   */
  static void await(Path file) {
    long begun = System.nanoTime();
    try (WatchService watch = file.getFileSystem().newWatchService()) {
      for (Path folder = file.getParent(); !Files.exists(file); folder = file.getParent()) {
        if (System.nanoTime() - begun > PATIENCE_NANOS) {
          throw new AssertionError(file + " has not come");
        }
        while (!Files.isDirectory(folder)) {
          folder = folder.getParent();
        }
        WatchKey key = folder.register(watch, ENTRY_CREATE);
        if (!Files.exists(file) && watch.poll(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS) != null) {
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
