package org.stellaops.attestor.mirror.store;

import java.util.List;
import org.stellaops.attestor.checkpoint.Origin;

/**
 * Notes that were refused, the newest of each log. They enter the store by the route's SQL insert.
 *
 * <p>Throws {@link org.stellaops.attestor.failure.AttestorException} with {@code store} when
 * PostgreSQL does not answer or refuses.
 */
@FunctionalInterface
public interface RejectedNoteStore {
  /** What was refused of a log, last seen first, at most {@code last} of them. */
  List<RejectedNote> newest(Origin origin, int limit);
}
