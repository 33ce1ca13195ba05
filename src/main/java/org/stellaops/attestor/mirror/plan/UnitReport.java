package org.stellaops.attestor.mirror.plan;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/**
 * The result of the work on a unit. Serializable, because a worker may be another process.
 *
 * @param unit the unit
 * @param failure the kind of failure; null if the whole unit is verified and on disk
 * @param message the problem, where and why; empty after success
 * @param hint the next step; empty after success
 * @param requests number of requests
 * @param tiles number of hash tiles written
 * @param entryBundles number of entry bundles written
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
   * The unit, if the work on it succeeded.
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
