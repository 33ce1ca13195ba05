package org.stellaops.attestor.bundle;

import java.util.List;
import org.stellaops.attestor.mirror.Wanted;

/**
 * Files of the tree that follow one another and can be checked side by side: what each must hash to
 * is known before the first of them. No segment goes from one run into the next.
 *
 * @param kind what they are
 * @param wanted the files with what they must hash to, at least one and at most 257
 */
record TileRun(Kind kind, List<Wanted> wanted) {
  /** What a run consists of. */
  enum Kind {
    /** A tile that later runs are checked against. */
    PARENT,
    /** Level-0 tiles under one level-1 tile. */
    LEAVES,
    /** Entry bundles under one level-1 tile, and the partial one at the right edge. */
    ENTRIES
  }

  TileRun {
    wanted = List.copyOf(wanted);
  }
}
