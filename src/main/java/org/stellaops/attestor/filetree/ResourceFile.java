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
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;

/**
 * Where one tile or bundle lies: the full file, and beside it a directory of partial ones that are
 * named after their width.
 *
 * @param root the directory of the log
 * @param full the resource with all its items
 */
record ResourceFile(Path root, Resource full) {
  private static final int EMPTY_ENTRY_BYTES = 2;

  static ResourceFile of(Path root, Resource resource) {
    return new ResourceFile(root, resource.full());
  }

  /** A file with at least this many items. A wider one may come and this one go at any time. */
  Optional<Resource> find(int width) throws IOException {
    // the two that are usual cost a look each; other widths need the directory
    if (isComplete(withWidth(width))) {
      return Optional.of(withWidth(width));
    }
    if (width == Resource.FULL) {
      return Optional.empty();
    }
    if (isComplete(full)) {
      return Optional.of(full);
    }
    for (int wider : partialWidths()) {
      if (wider > width && isComplete(withWidth(wider))) {
        return Optional.of(withWidth(wider));
      }
    }
    return Optional.empty();
  }

  /** Removes the files with fewer items than this, if there is one with as many or more. */
  void deleteNarrowerThan(int width) throws IOException {
    if (width == 0 || find(width).isEmpty()) {
      return;
    }
    for (int narrower : partialWidths()) {
      if (narrower < width) {
        Files.deleteIfExists(path(withWidth(narrower)));
      }
    }
    deleteEmptyParents(root, partialsDirectory().resolve("gone"));
  }

  /** Removes the directories above a removed file that hold nothing, up to {@code root}. */
  static void deleteEmptyParents(Path root, Path file) throws IOException {
    try {
      Path directory = file.getParent();
      while (directory != null && directory.startsWith(root) && !directory.equals(root)) {
        Files.deleteIfExists(directory);
        directory = directory.getParent();
      }
    } catch (DirectoryNotEmptyException e) {
      // other files are there
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

  private Resource withWidth(int width) {
    return full instanceof Tile tile
        ? new Tile(tile.level(), tile.index(), width)
        : new EntryBundle(full.index(), width);
  }
}
