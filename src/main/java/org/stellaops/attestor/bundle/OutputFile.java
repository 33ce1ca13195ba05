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
  private final WriteBehind content;
  private boolean done;

  private OutputFile(Path target, Path hidden, WriteBehind content) {
    this.target = target;
    this.hidden = hidden;
    this.content = content;
  }

  static OutputFile create(Path file) {
    Path target = file.toAbsolutePath().normalize();
    Path hidden = target.resolveSibling("." + target.getFileName() + ".tmp");
    try {
      return new OutputFile(target, hidden, new WriteBehind(open(hidden)));
    } catch (IOException e) {
      throw refused(target, e);
    }
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
   * Gives the file its name, and then writes its digest beside it as {@code sha256sum} does. A
   * digest that is there is never one of another file.
   */
  void finish(String sha256) {
    Path digest = target.resolveSibling(target.getFileName() + ".sha256");
    Path hiddenDigest = target.resolveSibling("." + digest.getFileName() + ".tmp");
    try {
      content.force();
      Files.deleteIfExists(digest);
      Files.move(
          hidden, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      done = true;
      String line = sha256 + "  " + target.getFileName() + "\n";
      Files.write(hiddenDigest, line.getBytes(StandardCharsets.UTF_8));
      flush(hiddenDigest);
      Files.move(
          hiddenDigest,
          digest,
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      flush(target.resolveSibling(".").normalize());
    } catch (IOException e) {
      throw refused(target, e);
    }
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
