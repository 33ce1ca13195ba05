package org.stellaops.attestor.bundle.format;

import java.util.List;
import org.stellaops.attestor.mirror.plan.ExpectedResource;

/**
 * Consecutive files of the tree that can be verified in parallel, because their hashes are known
 * before the first of them is read. A segment contains files of one range only.
 *
 * @param kind the kind of the files
 * @param expected the files with their expected hashes, 1 to 257
 */
public record TileRange(Kind kind, List<ExpectedResource> expected) {
  /** The kinds of ranges. */
  public enum Kind {
    /** A tile that later ranges are verified against. */
    PARENT,
    /** Level-0 tiles under one level-1 tile. */
    LEAVES,
    /** Entry bundles under one level-1 tile, and the partial one at the right edge. */
    ENTRIES
  }

  public TileRange {
    expected = List.copyOf(expected);
  }
}
