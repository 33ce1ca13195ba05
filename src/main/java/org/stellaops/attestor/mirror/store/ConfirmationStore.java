package org.stellaops.attestor.mirror.store;

import java.util.Optional;
import java.util.Set;
import org.stellaops.attestor.checkpoint.Origin;

/**
 * Which first contacts were confirmed.
 *
 * <p>Every method throws {@link org.stellaops.attestor.failure.AttestorException} with {@code
 * store} when PostgreSQL does not answer or refuses.
 */
public interface ConfirmationStore {
  /** The latest confirmation of a log; empty while it is trusted on first use. */
  Optional<HistoryConfirmation> find(Origin origin);

  /** The logs whose first contact was confirmed. */
  Set<Origin> confirmedOrigins();

  /** Keeps a confirmation in place of an earlier one. The log is followed already. */
  void save(Origin origin, HistoryConfirmation confirmation);
}
