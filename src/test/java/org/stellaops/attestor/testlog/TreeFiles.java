package org.stellaops.attestor.testlog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.stellaops.attestor.checkpoint.Checkpoint;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TreeShape;

/**
 * The files of a log below a directory. A file that has its name is whole, because it gets it last.
 * Trouble with the disk is an {@link UncheckedIOException}.
 */
final class TreeFiles {
  static final String CHECKPOINT = Checkpoint.PATH;

  private final Path directory;

  TreeFiles(Path directory) {
    this.directory = directory;
  }

  /** All that a tree has besides its checkpoint. */
  static Stream<Resource> resources(TreeShape shape) {
    return Stream.of(fullBundles(shape), fullTiles(shape), shape.partials())
        .flatMap(resources -> resources);
  }

  private static Stream<Resource> fullBundles(TreeShape shape) {
    return LongStream.range(0, shape.fullTiles(0)).mapToObj(EntryBundle::full);
  }

  private static Stream<Resource> fullTiles(TreeShape shape) {
    return IntStream.range(0, shape.levels())
        .boxed()
        .flatMap(level ->
            LongStream.range(0, shape.fullTiles(level)).mapToObj(index -> Tile.full(level, index)));
  }

  /** Whether nothing is there, not even the directory. */
  boolean isEmpty() {
    try (Stream<Path> files = Files.list(directory)) {
      return files.findAny().isEmpty();
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void put(String path, byte[] content) {
    Path file = directory.resolve(path);
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      Files.createDirectories(file.getParent());
      Files.write(temporary, content);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Optional<byte[]> get(String path) {
    try {
      return Optional.of(Files.readAllBytes(directory.resolve(path)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes over the full files of a smaller tree of the same log, by hard link where that works. */
  void linkFullFiles(TreeFiles source, TreeShape shape) {
    Stream.concat(fullBundles(shape), fullTiles(shape))
        .forEach(full -> linkFullFiles(source.directory, full.path()));
  }

  private void linkFullFiles(Path source, String path) {
    Path file = directory.resolve(path);
    try {
      Files.createDirectories(file.getParent());
      Files.createLink(file, source.resolve(path));
    } catch (FileAlreadyExistsException e) {
      // taken over before an interruption
    } catch (FileSystemException | UnsupportedOperationException e) {
      put(path, new TreeFiles(source).get(path).orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
