package org.stellaops.attestor.filetree;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.stellaops.attestor.durable.BackgroundFlush;
import org.stellaops.attestor.durable.DirectoryTrees;
import org.stellaops.attestor.durable.FsyncBatch;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.StagedFiles;
import org.stellaops.attestor.mirror.VerifiedFile;
import org.stellaops.attestor.tlog.ByteSlice;

/**
 * Stages files in a directory on the file system of the mirror, so that publishing them is a
 * rename. Keeps a list of the created directories, but not of the files.
 */
final class StagingDirectory implements StagedFiles {
  private static final Set<StandardOpenOption> WRITE_OPTIONS =
      Set.of(
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.WRITE);

  private final Path directory;
  private final Path mirror;
  private final Path base;
  private final FlushQueue flushQueue = new FlushQueue();
  private final Set<Path> createdDirectories = ConcurrentHashMap.newKeySet();

  private StagingDirectory(Path directory, Path mirror, Path base) {
    this.directory = directory;
    this.mirror = mirror;
    this.base = base;
  }

  /**
   * Creates an empty directory, and deletes that of a killed process. The caller must hold the
   * log's lock.
   *
   * @param mirror the directory of the log's mirror, which need not exist yet
   * @param base its parent
   */
  static StagingDirectory create(Path directory, Path mirror, Path base) throws IOException {
    DirectoryTrees.delete(directory);
    Files.createDirectories(directory);
    return new StagingDirectory(directory, mirror, base);
  }

  @Override
  public void write(VerifiedFile file) {
    Path path = directory.resolve(file.resource().path());
    try {
      try {
        write(path, file.content());
      } catch (NoSuchFileException e) {
        createdDirectories.add(Files.createDirectories(path.getParent()));
        write(path, file.content());
      }
      flushQueue.add(path);
    } catch (IOException e) {
      throw stagingError(e);
    }
  }

  /** Writes with one call; {@code Files.write} of Java 17 writes 8 KiB at a time. */
  private static void write(Path path, ByteSlice content) throws IOException {
    try (FileChannel file = FileChannel.open(path, WRITE_OPTIONS)) {
      ByteBuffer remaining = content.buffer();
      while (remaining.hasRemaining()) {
        file.write(remaining);
      }
    }
  }

  /**
   * Syncs the content of all files before the first is renamed. When this returns, all directories
   * are synced, too.
   */
  @Override
  public void publish() {
    try {
      flushQueue.finish();
      Files.createDirectories(mirror);
      moveInto(directory, mirror);
      FsyncBatch.syncDirectories(createdDirectories.stream().map(this::inMirror).toList(), base);
    } catch (IOException e) {
      throw stagingError(e);
    }
  }

  /** Renames a whole directory where the destination does not exist. */
  private static void moveInto(Path staged, Path destination) throws IOException {
    for (Path each : children(staged)) {
      Path target = destination.resolve(each.getFileName());
      if (Files.isDirectory(each) && Files.exists(target)) {
        moveInto(each, target);
      } else {
        Files.move(
            each, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static List<Path> children(Path directory) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.toList();
    }
  }

  private Path inMirror(Path staged) {
    return mirror.resolve(directory.relativize(staged));
  }

  @Override
  public void close() {
    flushQueue.close();
    try {
      DirectoryTrees.delete(directory);
    } catch (IOException e) {
      throw stagingError(e);
    }
  }

  /**
   * Syncs the content of files in batches while more files are written. Safe for use by several
   * threads.
   */
  static final class FlushQueue implements AutoCloseable {
    private static final int BATCH_SIZE = 256;

    /** Bounds the memory for file names; a writer that is faster than the disk waits. */
    private static final int MAX_PENDING = 16 * BATCH_SIZE;

    private final BackgroundFlush flush = new BackgroundFlush("staging-flush");
    private List<Path> pending = new ArrayList<>();

    /** Adds a file whose content is written. */
    synchronized void add(Path file) throws IOException {
      pending.add(file);
      if (pending.size() >= MAX_PENDING || pending.size() >= BATCH_SIZE && flush.isIdle()) {
        List<Path> batch = pending;
        flush.start(() -> FsyncBatch.syncContent(batch));
        pending = new ArrayList<>();
      }
    }

    /** Returns when the content of every added file is on disk. */
    synchronized void finish() throws IOException {
      flush.await();
      FsyncBatch.syncContent(pending);
      pending = new ArrayList<>();
    }

    @Override
    public void close() {
      flush.close();
    }
  }

  private AttestorException stagingError(IOException cause) {
    if (cause instanceof ClosedByInterruptException || cause instanceof InterruptedIOException) {
      return new AttestorException(
          Failure.DISK,
          "staging files in " + directory + " was interrupted",
          "the files in the mirror are verified; import the bundle again",
          cause);
    }
    return new AttestorException(
        Failure.DISK,
        "cannot stage files in " + directory + ": " + cause,
        "check free space and permissions of attestor.tileCache.basePath",
        cause);
  }
}
