package org.stellaops.attestor.mirror.store;

import java.util.List;
import org.stellaops.attestor.checkpoint.Origin;

/** The newest rejected notes of each log. They are inserted by the routes. */
@FunctionalInterface
public interface RejectedNoteStore {
  /** The rejected notes of a log, last seen first, at most {@code limit} of them. */
  List<RejectedNote> newest(Origin origin, int limit);
}
