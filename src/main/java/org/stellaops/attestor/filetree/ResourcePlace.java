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
record ResourcePlace(Path root, Resource full) {
  private static final int LENGTH_OF_EMPTY_ENTRY = 2;

  static ResourcePlace of(Path root, Resource resource) {
    return new ResourcePlace(root, resource.full());
  }

  /** A file with at least this many items. A wider one may come and this one go at any time. */
  Optional<Resource> find(int width) throws IOException {
    // the two that are usual cost a look each; other widths need the directory
    if (isWhole(at(width))) {
      return Optional.of(at(width));
    }
    if (width == Resource.FULL) {
      return Optional.empty();
    }
    if (isWhole(full)) {
      return Optional.of(full);
    }
    for (int wider : partialWidths()) {
      if (wider > width && isWhole(at(wider))) {
        return Optional.of(at(wider));
      }
    }
    return Optional.empty();
  }

  /** Removes the files with fewer items than this, if there is one with as many or more. */
  void dropNarrowerThan(int width) throws IOException {
    if (width == 0 || find(width).isEmpty()) {
      return;
    }
    for (int narrower : partialWidths()) {
      if (narrower < width) {
        Files.deleteIfExists(file(at(narrower)));
      }
    }
    dropEmptyAbove(root, partials().resolve("gone"));
  }

  /** Removes the directories above a removed file that hold nothing, up to {@code root}. */
  static void dropEmptyAbove(Path root, Path file) throws IOException {
    try {
      Path at = file.getParent();
      while (at != null && at.startsWith(root) && !at.equals(root)) {
        Files.deleteIfExists(at);
        at = at.getParent();
      }
    } catch (DirectoryNotEmptyException e) {
      // other files are there
    }
  }

  Path file(Resource resource) {
    return root.resolve(resource.path());
  }

  private boolean isWhole(Resource resource) throws IOException {
    try {
      BasicFileAttributes file = Files.readAttributes(file(resource), BasicFileAttributes.class);
      boolean fits =
          resource instanceof Tile tile
              ? file.size() == tile.bytes()
              : file.size() >= (long) resource.width() * LENGTH_OF_EMPTY_ENTRY;
      return file.isRegularFile() && fits;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private List<Integer> partialWidths() throws IOException {
    List<Integer> widths = new ArrayList<>();
    try (DirectoryStream<Path> names = Files.newDirectoryStream(partials())) {
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

  private Path partials() {
    return root.resolve(full.path() + ".p");
  }

  private Resource at(int width) {
    return full instanceof Tile tile
        ? new Tile(tile.level(), tile.index(), width)
        : new EntryBundle(full.index(), width);
  }
}
