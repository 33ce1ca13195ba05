package org.stellaops.attestor.mirror;

import java.util.List;

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
}
