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
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/**
 * A file that is written under a hidden name beside its own and gets its own when it is whole and
 * on disk. What a killed process has left is written over by the next; two at once are refused.
 */
public final class AtomicFile implements AutoCloseable {
  private final Path target;
  private final Path temporaryFile;
  private final Path digestFile;
  private final Path temporaryDigestFile;
  private final BackgroundFlushChannel output;
  private boolean committed;

  private AtomicFile(Path target, Path temporaryFile, BackgroundFlushChannel output) {
    this.target = target;
    this.temporaryFile = temporaryFile;
    this.digestFile = target.resolveSibling(target.getFileName() + ".sha256");
    this.temporaryDigestFile = temporaryFor(digestFile);
    this.output = output;
  }

  public static AtomicFile create(Path file) {
    Path target = file.toAbsolutePath().normalize();
    Path temporaryFile = temporaryFor(target);
    try {
      return new AtomicFile(target, temporaryFile, new BackgroundFlushChannel(open(temporaryFile)));
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
      return null; // this process itself has it
    }
  }

  public void write(ByteBuffer bytes) {
    try {
      output.write(bytes);
    } catch (IOException e) {
      throw writeError(target, e);
    }
  }

  /**
   * Writes the digest beside the file as {@code sha256sum} does, and gives the file its name last:
   * whoever finds it finds its digest, and a digest alone is written over by the next try. A file
   * of this name from before is gone before the digest comes that is not its own.
   */
  public void commit(String sha256) {
    Path directory = target.resolveSibling(".").normalize();
    try {
      output.force();
      String line = sha256 + "  " + target.getFileName() + "\n";
      Files.write(temporaryDigestFile, line.getBytes(StandardCharsets.UTF_8));
      fsync(temporaryDigestFile);
      Files.deleteIfExists(target);
      rename(temporaryDigestFile, digestFile);
      fsync(directory);
      rename(temporaryFile, target);
      committed = true;
      fsync(directory);
    } catch (IOException e) {
      throw writeError(target, e);
    }
  }

  private static void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void fsync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Leaves nothing behind of a file that was not finished. */
  @Override
  public void close() {
    try {
      if (!committed) {
        Files.deleteIfExists(temporaryFile);
        if (Files.isRegularFile(temporaryDigestFile)) {
          Files.deleteIfExists(temporaryDigestFile);
        }
      }
      output.close();
    } catch (IOException e) {
      throw writeError(target, e);
    }
  }

  private static AttestorException writeError(Path file, IOException cause) {
    return new AttestorException(
        Failure.DISK,
        "cannot write " + file + ": " + cause,
        "name a file in a directory that is there, and look at its free space",
        cause);
  }
}
