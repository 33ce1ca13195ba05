package org.stellaops.attestor.testlog;

import java.util.NavigableSet;
import java.util.TreeSet;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TreeShape;

/**
 * The sizes at which a log has signed a checkpoint. They decide which partial tiles and bundles it
 * has: those at the right edge of such a size, and no other width. A reader that guesses gets
 * nothing.
 */
final class PublishedSizes {
  private final NavigableSet<Long> sizes = new TreeSet<>();
  private boolean partialsCollected;

  void add(long size) {
    sizes.add(size);
  }

  /** From now on a partial resource is gone as soon as the full one exists. */
  void collectGarbage() {
    partialsCollected = true;
  }

  /** Whether a log that has published these sizes has this file. */
  boolean isPublished(Resource resource) {
    boolean full = covers(sizes.last(), resource.full());
    if (!resource.isPartial()) {
      return full;
    }
    return !(partialsCollected && full)
        && sizes.stream().anyMatch(size -> isRightEdgeOf(size, resource));
  }

  /** All sizes up to this one, from the smallest. */
  NavigableSet<Long> upTo(long size) {
    return sizes.headSet(size, true);
  }

  private static boolean covers(long size, Resource resource) {
    return new TreeShape(size).covers(resource);
  }

  private static boolean isRightEdgeOf(long size, Resource resource) {
    int level = resource instanceof Tile tile ? tile.level() : 0;
    return new TreeShape(size).width(level, resource.index()) == resource.width();
  }
}
