package org.stellaops.attestor.filetree;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;

/**
 * The files of one tile or entry bundle: the full file, and a directory with partial files named
 * after their widths.
 *
 * @param root the directory of the log
 * @param full the resource with all its items
 */
record ResourceFile(Path root, Resource full) {
  private static final int EMPTY_ENTRY_BYTES = 2;

  static ResourceFile of(Path root, Resource resource) {
    return new ResourceFile(root, resource.full());
  }

  /** Finds a file with at least this width. It may be replaced by a wider one at any time. */
  Optional<Resource> find(int width) throws IOException {
    // first the two usual widths; listing the directory takes longer
    if (isComplete(full.withWidth(width))) {
      return Optional.of(full.withWidth(width));
    }
    if (width == Resource.FULL) {
      return Optional.empty();
    }
    if (isComplete(full)) {
      return Optional.of(full);
    }
    for (int wider : partialWidths()) {
      if (wider > width && isComplete(full.withWidth(wider))) {
        return Optional.of(full.withWidth(wider));
      }
    }
    return Optional.empty();
  }

  /** Deletes the files narrower than this, if there is one at least as wide. */
  void deleteNarrowerThan(int width) throws IOException {
    if (width == 0 || find(width).isEmpty()) {
      return;
    }
    for (int narrower : partialWidths()) {
      if (narrower < width) {
        Files.deleteIfExists(path(full.withWidth(narrower)));
      }
    }
    deleteEmptyParents(root, partialsDirectory().resolve("gone"));
  }

  /** Deletes the empty directories above a deleted file, up to {@code root}. */
  static void deleteEmptyParents(Path root, Path file) throws IOException {
    try {
      Path directory = file.getParent();
      while (directory != null && directory.startsWith(root) && !directory.equals(root)) {
        Files.deleteIfExists(directory);
        directory = directory.getParent();
      }
    } catch (DirectoryNotEmptyException e) {
      // not empty
    }
  }

  Path path(Resource resource) {
    return root.resolve(resource.path());
  }

  private boolean isComplete(Resource resource) throws IOException {
    try {
      BasicFileAttributes file = Files.readAttributes(path(resource), BasicFileAttributes.class);
      boolean fits =
          resource instanceof Tile tile
              ? file.size() == tile.byteCount()
              : file.size() >= (long) resource.width() * EMPTY_ENTRY_BYTES;
      return file.isRegularFile() && fits;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private List<Integer> partialWidths() throws IOException {
    List<Integer> widths = new ArrayList<>();
    try (DirectoryStream<Path> names = Files.newDirectoryStream(partialsDirectory())) {
      for (Path name : names) {
        String width = name.getFileName().toString();
        if (width.matches("[1-9][0-9]{0,2}") && Integer.parseInt(width) < Resource.FULL) {
          widths.add(Integer.parseInt(width));
        }
      }
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return widths;
  }

  private Path partialsDirectory() {
    return root.resolve(full.path() + ".p");
  }
}
