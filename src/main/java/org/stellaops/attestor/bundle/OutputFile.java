package org.stellaops.attestor.bundle;

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
final class OutputFile implements AutoCloseable {
  private final Path target;
  private final Path hidden;
  private final Path digest;
  private final Path hiddenDigest;
  private final WriteBehind content;
  private boolean done;

  private OutputFile(Path target, Path hidden, WriteBehind content) {
    this.target = target;
    this.hidden = hidden;
    this.digest = target.resolveSibling(target.getFileName() + ".sha256");
    this.hiddenDigest = hiddenBeside(digest);
    this.content = content;
  }

  static OutputFile create(Path file) {
    Path target = file.toAbsolutePath().normalize();
    Path hidden = hiddenBeside(target);
    try {
      return new OutputFile(target, hidden, new WriteBehind(open(hidden)));
    } catch (IOException e) {
      throw refused(target, e);
    }
  }

  private static Path hiddenBeside(Path file) {
    return file.resolveSibling("." + file.getFileName() + ".tmp");
  }

  private static FileChannel open(Path hidden) throws IOException {
    FileChannel channel =
        FileChannel.open(hidden, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (lock(channel) == null) {
      channel.close();
      throw new AttestorException(
          Failure.BUSY,
          "another export is writing " + hidden,
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

  void write(ByteBuffer bytes) {
    try {
      content.write(bytes);
    } catch (IOException e) {
      throw refused(target, e);
    }
  }

  /**
   * Writes the digest beside the file as {@code sha256sum} does, and gives the file its name last:
   * whoever finds it finds its digest, and a digest alone is written over by the next try. A file
   * of this name from before is gone before the digest comes that is not its own.
   */
  void finish(String sha256) {
    Path directory = target.resolveSibling(".").normalize();
    try {
      content.force();
      String line = sha256 + "  " + target.getFileName() + "\n";
      Files.write(hiddenDigest, line.getBytes(StandardCharsets.UTF_8));
      flush(hiddenDigest);
      Files.deleteIfExists(target);
      rename(hiddenDigest, digest);
      flush(directory);
      rename(hidden, target);
      done = true;
      flush(directory);
    } catch (IOException e) {
      throw refused(target, e);
    }
  }

  private static void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void flush(Path path) throws IOException {
    try (FileChannel there = FileChannel.open(path, StandardOpenOption.READ)) {
      there.force(true);
    }
  }

  /** Leaves nothing behind of a file that was not finished. */
  @Override
  public void close() {
    try {
      if (!done) {
        Files.deleteIfExists(hidden);
        if (Files.isRegularFile(hiddenDigest)) {
          Files.deleteIfExists(hiddenDigest);
        }
      }
      content.close();
    } catch (IOException e) {
      throw refused(target, e);
    }
  }

  private static AttestorException refused(Path file, IOException cause) {
    return new AttestorException(
        Failure.DISK,
        "cannot write " + file + ": " + cause,
        "name a file in a directory that is there, and look at its free space",
        cause);
  }
}
