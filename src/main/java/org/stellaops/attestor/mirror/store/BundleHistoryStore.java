package org.stellaops.attestor.mirror.store;

import java.util.List;
import org.stellaops.attestor.checkpoint.Origin;

/** The history of exports and imports. Rows are inserted by the routes. */
public interface BundleHistoryStore {
  /**
   * The newest rows, newest first.
   *
   * @param limit the maximum number of rows @throws
   *     org.stellaops.attestor.failure.AttestorException with {@code store} if PostgreSQL is not
   *     reachable or reports an error
   */
  List<BundleRow> newest(int limit);

  /**
   * The distinct tree sizes of a log that were exported here, latest export first.
   *
   * @param limit the maximum number of sizes
   * @throws org.stellaops.attestor.failure.AttestorException as {@link #newest}
   */
  List<Long> exportedSizes(Origin origin, int limit);
}
