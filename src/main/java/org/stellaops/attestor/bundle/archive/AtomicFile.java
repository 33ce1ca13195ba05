package org.stellaops.attestor.bundle.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.durable.BackgroundFlush;
import org.stellaops.attestor.durable.DurableFiles;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/**
 * Writes a file under the temporary name {@code .<name>.tmp} and renames it when it is complete and
 * on disk, together with its {@code .sha256} file. The file left by a killed process is
 * overwritten; a second concurrent writer of the same file fails.
 */
public final class AtomicFile implements AutoCloseable {
  private static final long FLUSH_INTERVAL_BYTES = 16 << 20;

  private final Path target;
  private final Path temporaryFile;
  private final Path digestFile;
  private final Path temporaryDigestFile;
  private final FileChannel output;
  private final BackgroundFlush flush = new BackgroundFlush("bundle-flush");
  private long unflushedBytes;
  private boolean committed;

  private AtomicFile(Path target, Path temporaryFile, FileChannel output) {
    this.target = target;
    this.temporaryFile = temporaryFile;
    this.digestFile = target.resolveSibling(target.getFileName() + ".sha256");
    this.temporaryDigestFile = temporaryFor(digestFile);
    this.output = output;
  }

  /**
   * Creates the temporary file.
   *
   * @throws AttestorException with {@code busy} if another export is writing it, with {@code disk}
   *     if it cannot be created
   */
  public static AtomicFile create(Path file) {
    Path target = file.toAbsolutePath().normalize();
    Path temporaryFile = temporaryFor(target);
    try {
      return new AtomicFile(target, temporaryFile, open(temporaryFile));
    } catch (IOException e) {
      throw writeError(target, e);
    }
  }

  private static Path temporaryFor(Path file) {
    return file.resolveSibling("." + file.getFileName() + ".tmp");
  }

  private static FileChannel open(Path temporaryFile) throws IOException {
    FileChannel channel =
        FileChannel.open(temporaryFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (lock(channel) == null) {
      channel.close();
      throw new AttestorException(
          Failure.BUSY,
          "another export is writing " + temporaryFile,
          "wait until it has finished, or name another file");
    }
    return channel.truncate(0);
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // locked by this process
    }
  }

  /** Appends bytes. */
  public void write(ByteBuffer bytes) {
    try {
      unflushedBytes += bytes.remaining();
      while (bytes.hasRemaining()) {
        output.write(bytes);
      }
      if (unflushedBytes >= FLUSH_INTERVAL_BYTES && flush.isIdle()) {
        flush.start(() -> output.force(false));
        unflushedBytes = 0;
      }
    } catch (IOException e) {
      throw writeError(target, e);
    }
  }

  /**
   * Writes the digest file in the format of {@code sha256sum} and renames the file last, so that
   * the file never exists without its digest. An older file of this name is deleted before its
   * digest file is replaced.
   */
  public void commit(String sha256) {
    Path directory = target.resolveSibling(".").normalize();
    try {
      flush.await();
      output.force(true);
      String line = sha256 + "  " + target.getFileName() + "\n";
      Files.write(temporaryDigestFile, line.getBytes(StandardCharsets.UTF_8));
      DurableFiles.fsync(temporaryDigestFile);
      Files.deleteIfExists(target);
      rename(temporaryDigestFile, digestFile);
      DurableFiles.fsync(directory);
      rename(temporaryFile, target);
      committed = true;
      DurableFiles.fsync(directory);
    } catch (IOException e) {
      throw writeError(target, e);
    }
  }

  private static void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Deletes the temporary files unless {@link #commit} succeeded. */
  @Override
  public void close() {
    try {
      if (!committed) {
        Files.deleteIfExists(temporaryFile);
        if (Files.isRegularFile(temporaryDigestFile)) {
          Files.deleteIfExists(temporaryDigestFile);
        }
      }
      flush.close();
      output.close();
    } catch (IOException e) {
      throw writeError(target, e);
    }
  }

  private static AttestorException writeError(Path file, IOException cause) {
    return new AttestorException(
        Failure.DISK,
        "cannot write " + file + ": " + cause,
        "check that the directory exists and has enough free space",
        cause);
  }
}
