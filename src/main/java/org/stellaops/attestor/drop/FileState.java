package org.stellaops.attestor.drop;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state of one name. Two equal states mean that the file is the same one and has not changed.
 *
 * @param key device and inode; null if the file system has none
 * @param mode type and permissions, as in {@code stat}
 * @param size in bytes
 * @param modified time of the last change of the content, which the owner can set
 * @param changed time of the last change of the inode, which the owner cannot set
 */
public record FileState(
    @Nullable Object key, int mode, long size, FileTime modified, FileTime changed) {
  private static final int TYPE = 0170000;

  /** The state of a name, without following a link; empty if there is no such file. */
  static Optional<FileState> of(Path path) throws IOException {
    try {
      Map<String, Object> all =
          Files.readAttributes(
              path, "unix:fileKey,mode,size,lastModifiedTime,ctime", LinkOption.NOFOLLOW_LINKS);
      return Optional.of(
          new FileState(
              all.get("fileKey"),
              (int) requireNonNull(all.get("mode")),
              (long) requireNonNull(all.get("size")),
              (FileTime) requireNonNull(all.get("lastModifiedTime")),
              (FileTime) requireNonNull(all.get("ctime"))));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Whether this is a regular file. */
  public boolean isRegular() {
    return (mode & TYPE) == 0100000;
  }

  /** The type with its article, as {@code a symbolic link}. */
  public String type() {
    return switch (mode & TYPE) {
      case 0100000 -> "a regular file";
      case 0120000 -> "a symbolic link";
      case 0040000 -> "a directory";
      case 0010000 -> "a FIFO";
      case 0140000 -> "a socket";
      case 0060000, 0020000 -> "a device";
      default -> "no regular file";
    };
  }

  /** Whether another state is of the same file, which may have changed. */
  public boolean isSameFile(FileState other) {
    return key != null && key.equals(other.key);
  }
}
