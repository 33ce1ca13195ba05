package org.stellaops.attestor.mirror.store;

import java.util.List;
import org.stellaops.attestor.checkpoint.Origin;

/** What was exported and imported, and how it went. Rows enter it by the route's SQL insert. */
public interface BundleHistoryStore {
  /**
   * The newest rows, newest first.
   *
   * @param limit how many at the most
   * @throws org.stellaops.attestor.failure.AttestorException with {@code store} when PostgreSQL
   *     does not answer or refuses
   */
  List<BundleRow> newest(int limit);

  /**
   * The sizes of the trees of a log that went into bundles here, the latest first, each once.
   *
   * @param limit how many at the most
   * @throws org.stellaops.attestor.failure.AttestorException as {@link #newest} does
   */
  List<Long> exportedSizes(Origin origin, int limit);
}
