package org.stellaops.attestor.mirror.plan;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/**
 * What a worker answers for a unit. It may have come a long way, so it is plain and serialisable.
 *
 * @param unit the unit
 * @param failure in which way the work failed; null if all of it is verified and on disk
 * @param message what, where and why; empty if it did not fail
 * @param hint what to do next; empty if it did not fail
 * @param requests requests made for it
 * @param tiles hash tiles written
 * @param entryBundles entry bundles written
 * @param bytes bytes written
 */
public record UnitReport(
    WorkUnit unit,
    @Nullable Failure failure,
    String message,
    String hint,
    long requests,
    long tiles,
    long entryBundles,
    long bytes)
    implements Serializable {

  /**
   * The unit, if the work on it is done.
   *
   * @throws AttestorException the worker's failure
   */
  public WorkUnit requireSuccess() {
    if (failure != null) {
      throw new AttestorException(failure, message, hint);
    }
    return unit;
  }
}
