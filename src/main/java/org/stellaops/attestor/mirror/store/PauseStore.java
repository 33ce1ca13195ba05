package org.stellaops.attestor.mirror.store;

import java.util.List;
import java.util.Optional;

/**
 * The paused backends. A pause holds for all processes on the database and across restarts, until
 * it is ended.
 */
public interface PauseStore {
  /** All pauses, ordered by backend. */
  List<Pause> all();

  /** The pause of a backend; empty while it is followed. */
  Optional<Pause> find(String backend);

  /**
   * Pauses a backend.
   *
   * @return false if it is paused already; the first pause is kept
   */
  boolean save(Pause pause);

  /**
   * Ends the pause of a backend.
   *
   * @return false if it is not paused
   */
  boolean remove(String backend);
}
