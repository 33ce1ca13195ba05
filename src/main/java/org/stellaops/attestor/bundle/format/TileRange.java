package org.stellaops.attestor.bundle.format;

import java.util.List;
import org.stellaops.attestor.mirror.plan.ExpectedResource;

/**
 * Files of the tree that follow one another and can be checked side by side: what each must hash to
 * is known before the first of them. No segment goes from one run into the next.
 *
 * @param kind what they are
 * @param expected the files with what they must hash to, at least one and at most 257
 */
public record TileRange(Kind kind, List<ExpectedResource> expected) {
  /** What a run consists of. */
  public enum Kind {
    /** A tile that later runs are checked against. */
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
