package org.stellaops.attestor.mirror;

import java.util.List;
import org.stellaops.attestor.checkpoint.Origin;

/** What was exported and imported, and how it went. Rows enter it by the route's SQL insert. */
public interface BundleHistory {
  /**
   * The newest rows, newest first.
   *
   * @param last how many at the most
   * @throws org.stellaops.attestor.failure.AttestorException with {@code store} when PostgreSQL
   *     does not answer or refuses
   */
  List<BundleRow> newest(int last);

  /**
   * The sizes of the trees of a log that went into bundles here, the latest first, each once.
   *
   * @param last how many at the most
   * @throws org.stellaops.attestor.failure.AttestorException as {@link #newest} does
   */
  List<Long> exported(Origin origin, int last);
}
