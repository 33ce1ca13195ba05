package org.stellaops.attestor.mirror.lookup;

import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.mirror.Evidence;

/** The evidence that keeps logs in quarantine, readable without a database. */
public interface QuarantineLookup {
  /** No log is in quarantine. */
  QuarantineLookup NONE = List::of;

  /**
   * The evidence of all logs in quarantine. Not verified.
   *
   * @throws AttestorException with {@code disk} if it cannot be read, with {@code invalid_note} if
   *     a file was changed
   */
  List<Evidence> all();

  /** The evidence of one log; empty if it is not in quarantine. Throws like {@link #all}. */
  default Optional<Evidence> find(Origin origin) {
    return all().stream().filter(evidence -> evidence.origin().equals(origin)).findFirst();
  }
}
