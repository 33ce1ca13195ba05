package org.stellaops.attestor.mirror.store;

import java.util.Optional;
import java.util.Set;
import org.stellaops.attestor.checkpoint.Origin;

/** Confirmations of first contacts by an operator. */
public interface ConfirmationStore {
  /** The latest confirmation of a log; empty while it is trusted on first use. */
  Optional<HistoryConfirmation> find(Origin origin);

  /** The logs whose first contact is confirmed. */
  Set<Origin> confirmedOrigins();

  /** Stores a confirmation, replacing an earlier one. The log must be followed already. */
  void save(Origin origin, HistoryConfirmation confirmation);
}
