package org.stellaops.attestor.drop;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A file that another user may have put there, and may replace at any moment.
 *
 * @param path its path; all parts of it but the last one are trusted
 */
public record DroppedFile(Path path) {
  /** The current state, without following a link; empty if there is no such file. */
  public Optional<FileState> state() throws IOException {
    return FileState.of(path);
  }

  /** Why the file cannot be opened, as {@code it is a FIFO}; empty if it can, or is absent. */
  public Optional<String> obstacle() {
    try {
      Optional<FileState> state = state();
      if (state.isEmpty()) {
        return Optional.empty();
      }
      if (!state.get().isRegular()) {
        return Optional.of("it is " + state.get().type());
      }
      return Files.isReadable(path) ? Optional.empty() : Optional.of("permission denied");
    } catch (IOException e) {
      return Optional.of(reason(e));
    }
  }

  /** Opens the file for reading; for the caller's own channel, see {@link #openChannel}. */
  public InputStream open() throws IOException {
    return Channels.newInputStream(openChannel());
  }

  /**
   * Opens the file for reading. All bytes come from one file, even if its name is given to another
   * one meanwhile.
   *
   * @throws NoSuchFileException if there is no such file
   * @throws FileSystemException if it is not a regular file, cannot be read, is replaced during the
   *     call, or does not open within ten seconds
   */
  public SeekableByteChannel openChannel() throws IOException {
    FileState before = state().orElseThrow(() -> new NoSuchFileException(path.toString()));
    if (!before.isRegular()) {
      throw new FileSystemException(path.toString(), null, "it is " + before.type());
    }
    SeekableByteChannel channel =
        TimedOpen.open(
            path,
            () -> Files.newByteChannel(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    if (state().filter(before::isSameFile).isEmpty()) {
      channel.close();
      throw new FileSystemException(path.toString(), null, "it was replaced while it was opened");
    }
    return channel;
  }

  /** Reads at most this many bytes from the beginning. */
  public byte[] read(int maxBytes) throws IOException {
    try (InputStream in = open()) {
      return in.readNBytes(maxBytes);
    }
  }

  /** The reason of an error in plain words, without the name of a Java class or the path. */
  public static String reason(IOException error) {
    if (error instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (error instanceof NoSuchFileException) {
      return "no such file";
    }
    if (error instanceof FileSystemException reasoned && reasoned.getReason() != null) {
      return reasoned.getReason();
    }
    return String.valueOf(error.getMessage());
  }
}
