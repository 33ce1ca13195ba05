package org.stellaops.attestor.filetree;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.stellaops.attestor.mirror.MirrorTree.ListedFile;
import org.stellaops.attestor.mirror.TreeStats;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;

/** Counts the tiles and entry bundles of a log, and no other files such as temporary ones. */
final class TreeStatsCollector {
  private long tiles;
  private long bundles;
  private long bytes;
  private Instant oldest = Instant.MAX;
  private Instant newest = Instant.MIN;

  /** Counts the files of a log; approximate while other processes write or prune. */
  static TreeStats collect(Path root) throws IOException {
    TreeStatsCollector collector = new TreeStatsCollector();
    TreeListing.walk(root, collector::add);
    boolean empty = collector.tiles + collector.bundles == 0;
    return new TreeStats(
        collector.tiles,
        collector.bundles,
        collector.bytes,
        empty ? Optional.empty() : Optional.of(collector.oldest),
        empty ? Optional.empty() : Optional.of(collector.newest));
  }

  private void add(ListedFile file) {
    try {
      if (Resource.parse(file.path()) instanceof Tile) {
        tiles++;
      } else {
        bundles++;
      }
    } catch (MalformedException e) {
      return;
    }
    bytes += file.bytes();
    oldest = file.modifiedAt().isBefore(oldest) ? file.modifiedAt() : oldest;
    newest = file.modifiedAt().isAfter(newest) ? file.modifiedAt() : newest;
  }
}
