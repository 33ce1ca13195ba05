package org.stellaops.attestor.filetree;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;
import org.stellaops.attestor.mirror.MirrorLayout;
import org.stellaops.attestor.mirror.TreeStats;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;

/** Counts the tiles and entry bundles of a log, and no other files such as temporary ones. */
final class TreeStatsCollector extends SimpleFileVisitor<Path> {
  private final Path root;
  private long tiles;
  private long bundles;
  private long bytes;
  private Instant oldest = Instant.MAX;
  private Instant newest = Instant.MIN;

  private TreeStatsCollector(Path root) {
    this.root = root;
  }

  /**
   * Counts the files below {@code <root>/tile}; approximate while other processes write or prune.
   */
  static TreeStats collect(Path root) throws IOException {
    TreeStatsCollector collector = new TreeStatsCollector(root);
    Files.walkFileTree(root.resolve(MirrorLayout.TILE_DIRECTORY), collector);
    boolean empty = collector.tiles + collector.bundles == 0;
    return new TreeStats(
        collector.tiles,
        collector.bundles,
        collector.bytes,
        empty ? Optional.empty() : Optional.of(collector.oldest),
        empty ? Optional.empty() : Optional.of(collector.newest));
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    try {
      if (Resource.parse(root.relativize(file).toString()) instanceof Tile) {
        tiles++;
      } else {
        bundles++;
      }
    } catch (MalformedException e) {
      return FileVisitResult.CONTINUE;
    }
    Instant modified = attributes.lastModifiedTime().toInstant();
    bytes += attributes.size();
    oldest = modified.isBefore(oldest) ? modified : oldest;
    newest = modified.isAfter(newest) ? modified : newest;
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
    if (e instanceof NoSuchFileException) {
      return FileVisitResult.CONTINUE;
    }
    throw e;
  }
}
