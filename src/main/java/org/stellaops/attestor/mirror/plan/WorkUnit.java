package org.stellaops.attestor.mirror.plan;

import java.io.Serializable;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;

/**
 * Up to 65,536 entries that can be mirrored independently: the children of one level-1 tile, and
 * the partial entry bundle at the right edge if it follows them. A unit has the hashes that its
 * files must match, so a worker needs no other trusted input. Small and serializable, so that it
 * can be sent over any endpoint.
 *
 * @param backend the id of the backend
 * @param from index of the first entry, a multiple of 256
 * @param to index after the last entry
 * @param parentWidth width of the level-1 tile, 0 to 256; 0 if there is only a partial bundle
 * @param parentRoot root over its hashes, 64 hexadecimal digits; empty if there is no such tile
 * @param rightEdgeRoot root over the leaf hashes of the partial bundle, 64 hexadecimal digits;
 *     empty if there is none
 */
public record WorkUnit(
    String backend, long from, long to, int parentWidth, String parentRoot, String rightEdgeRoot)
    implements Serializable {
  /** The maximum number of entries in a unit. */
  public static final long MAX_ENTRIES = (long) Resource.FULL * Resource.FULL;

  /**
   * Rejects units that {@link FetchPlan} does not create; they may have been received over a
   * network.
   */
  public WorkUnit {
    if (from < 0
        || from >= to
        || from % Resource.FULL != 0
        || (to - 1) / MAX_ENTRIES != from / MAX_ENTRIES) {
      throw new MalformedException("invalid range of a unit: " + from + " to " + to);
    }
    boolean hasFull = to / Resource.FULL > from / Resource.FULL;
    long hashes = hasFull ? to / Resource.FULL - from / MAX_ENTRIES * Resource.FULL : 0;
    if (parentWidth < hashes || parentWidth > Resource.FULL) {
      throw new MalformedException(
          "the unit to " + to + " needs " + hashes + " hashes of its parent, not " + parentWidth);
    }
    requireRoot(parentRoot, parentWidth > 0);
    requireRoot(rightEdgeRoot, to % Resource.FULL > 0);
  }

  private static void requireRoot(String root, boolean needed) {
    if (needed) {
      Hash.fromHex(root);
    } else if (!root.isEmpty()) {
      throw new MalformedException("a unit has a root without hashes");
    }
  }

  /** The level-1 tile over this unit; empty if there is none. */
  public Optional<ExpectedResource> parent() {
    return parentWidth == 0
        ? Optional.empty()
        : Optional.of(
            new ExpectedResource(
                backend, new Tile(1, from / MAX_ENTRIES, parentWidth), Hash.fromHex(parentRoot)));
  }

  /**
   * The files of the unit, from the left: full entry bundles or full level-0 tiles, then the
   * partial bundle if there is one.
   *
   * @param parentHashes the verified hashes of {@link #parent()}; empty if there is none
   * @param entries whether to return entry bundles; if not, level-0 tiles and no partial bundle
   */
  public Iterator<ExpectedResource> children(Optional<TileHashes> parentHashes, boolean entries) {
    Stream<ExpectedResource> full =
        LongStream.range(from / Resource.FULL, to / Resource.FULL)
            .mapToObj(index -> child(index, entries, parentHashes));
    return Stream.concat(full, entries ? partialBundle().stream() : Stream.empty()).iterator();
  }

  private ExpectedResource child(long index, boolean entries, Optional<TileHashes> parentHashes) {
    Resource resource = entries ? EntryBundle.full(index) : Tile.full(0, index);
    return new ExpectedResource(
        backend, resource, parentHashes.orElseThrow().get((int) (index % Resource.FULL)));
  }

  private Optional<ExpectedResource> partialBundle() {
    if (rightEdgeRoot.isEmpty()) {
      return Optional.empty();
    }
    EntryBundle partial = new EntryBundle(to / Resource.FULL, (int) (to % Resource.FULL));
    return Optional.of(new ExpectedResource(backend, partial, Hash.fromHex(rightEdgeRoot)));
  }
}
