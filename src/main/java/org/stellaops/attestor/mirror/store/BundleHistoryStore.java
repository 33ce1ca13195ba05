package org.stellaops.attestor.mirror.store;

import java.util.List;
import org.stellaops.attestor.checkpoint.Origin;

/** The history of exports and imports. Rows are inserted by the routes. */
public interface BundleHistoryStore {
  /** The newest rows, newest first, at most {@code limit} of them. */
  List<BundleRow> newest(int limit);

  /**
   * The distinct tree sizes of a log that were exported here, latest export first, at most {@code
   * limit} of them.
   */
  List<Long> exportedSizes(Origin origin, int limit);
}
