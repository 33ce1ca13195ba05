package org.stellaops.attestor.drop;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A folder of the daemon in a directory that others may write, such as {@code imported/}. It is
 * opened once and used through its descriptor: if it is renamed and a link put in its place, files
 * still arrive in the folder that was checked.
 */
public final class DropFolder implements AutoCloseable {
  private final SecureDirectoryStream<Path> folder;

  private DropFolder(SecureDirectoryStream<Path> folder) {
    this.folder = folder;
  }

  /**
   * Opens a folder, and creates it and the directory if they are missing.
   *
   * @throws FileSystemException if it is not a real directory that belongs to this process and that
   *     it can write
   */
  public static DropFolder open(Path directory, String name) throws IOException {
    Path path = directory.resolve(name);
    Files.createDirectories(directory);
    try {
      Files.createDirectory(path);
    } catch (FileAlreadyExistsException e) {
      // checked below
    }
    Optional<FileState> state = new DroppedFile(path).state();
    if (state.isPresent() && !state.get().type().equals("a directory")) {
      throw new FileSystemException(path.toString(), null, "it is " + state.get().type());
    }
    DropFolder opened =
        new DropFolder(TimedOpen.open(path, () -> stream(directory, Path.of(name))));
    try {
      opened.requireOwn(path);
      return opened;
    } catch (IOException e) {
      opened.close();
      throw e;
    }
  }

  /** Opens a folder that exists; empty if there is no real directory of this name. */
  public static Optional<DropFolder> existing(Path directory, String name) throws IOException {
    Optional<FileState> state = new DroppedFile(directory.resolve(name)).state();
    return state.isPresent() && state.get().type().equals("a directory")
        ? Optional.of(new DropFolder(stream(directory, Path.of(name))))
        : Optional.empty();
  }

  /** The names and attributes of the regular files; can be called once. */
  public Map<Path, BasicFileAttributes> files() throws IOException {
    Map<Path, BasicFileAttributes> files = new HashMap<>();
    for (Path path : folder) {
      Path name = path.getFileName();
      BasicFileAttributes attributes =
          folder
              .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
              .readAttributes();
      if (attributes.isRegularFile()) {
        files.put(name, attributes);
      }
    }
    return files;
  }

  /** Deletes a file, if it exists. */
  public void delete(Path name) throws IOException {
    try {
      folder.deleteFile(name);
    } catch (NoSuchFileException e) {
      // it was not created, or is gone
    }
  }

  private static SecureDirectoryStream<Path> stream(Path directory, Path name) throws IOException {
    try (SecureDirectoryStream<Path> parent = secure(directory)) {
      return parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
    }
  }

  @SuppressWarnings("StreamResourceLeak") // the caller closes it
  private static SecureDirectoryStream<Path> secure(Path directory) throws IOException {
    DirectoryStream<Path> stream = Files.newDirectoryStream(directory);
    if (stream instanceof SecureDirectoryStream<Path> secure) {
      return secure;
    }
    stream.close();
    throw new FileSystemException(
        directory.toString(), null, "the file system cannot open files relative to a directory");
  }

  /** Compares the owner with that of a new file, which a network file system may also map. */
  private void requireOwn(Path path) throws IOException {
    Path probe = DropName.random();
    create(probe).close();
    UserPrincipal self =
        folder
            .getFileAttributeView(probe, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
            .getOwner();
    folder.deleteFile(probe);
    UserPrincipal owner = folder.getFileAttributeView(PosixFileAttributeView.class).getOwner();
    if (!owner.equals(self)) {
      throw new FileSystemException(
          path.toString(), null, "it belongs to " + owner.getName() + ", not to " + self.getName());
    }
  }

  /** Whether there is a file of this name. */
  public boolean has(Path name) throws IOException {
    try {
      folder
          .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .readAttributes();
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Writes a file under a random name and renames it, over an older one. */
  public void write(Path name, byte[] content) throws IOException {
    Path temporary = DropName.random();
    try (SeekableByteChannel channel = create(temporary)) {
      ByteBuffer remaining = ByteBuffer.wrap(content);
      while (remaining.hasRemaining()) {
        channel.write(remaining);
      }
      folder.move(temporary, folder, name);
    } catch (IOException e) {
      delete(temporary);
      throw e;
    }
  }

  /**
   * Moves a file here, over an older one; the file itself and not what it may link to. From another
   * file system it is copied; only a regular file can be.
   *
   * @return false if there is no such file
   */
  public boolean move(Path directory, Path name, Path target) throws IOException {
    try (SecureDirectoryStream<Path> from = secure(directory)) {
      from.move(name, folder, target);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    } catch (AtomicMoveNotSupportedException e) {
      copy(directory.resolve(name), target);
      Files.deleteIfExists(directory.resolve(name));
      return true;
    }
  }

  private void copy(Path file, Path target) throws IOException {
    Path temporary = DropName.random();
    try (InputStream in = new DroppedFile(file).open();
        SeekableByteChannel channel = create(temporary)) {
      in.transferTo(Channels.newOutputStream(channel));
      folder.move(temporary, folder, target);
    } catch (IOException e) {
      delete(temporary);
      throw e;
    }
  }

  private SeekableByteChannel create(Path name) throws IOException {
    return folder.newByteChannel(
        name,
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
  }

  @Override
  public void close() throws IOException {
    folder.close();
  }
}
