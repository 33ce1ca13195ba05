package org.stellaops.attestor.route.sync;

import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.plan.WorkUnit;
import org.stellaops.attestor.route.FirstFailure;
import org.stellaops.attestor.route.UnflushedFiles;
import org.stellaops.attestor.route.WorkCounters;

/** The work on one unit, in the process of a worker. It has no access to the cycle. */
public final class UnitOperation implements MirrorOperation {
  private final BackendCatalog backends;
  private final WorkUnit unit;
  private final WorkCounters counters = new WorkCounters();
  private final FirstFailure firstFailure = new FirstFailure();
  private final UnflushedFiles unflushedFiles = new UnflushedFiles();

  UnitOperation(BackendCatalog backends, WorkUnit unit) {
    this.backends = backends;
    this.unit = unit;
  }

  WorkUnit unit() {
    return unit;
  }

  /** The log; fails with {@code configuration} if this process does not have the backend. */
  @Override
  public Backend backend() {
    return backends.get(unit.backend());
  }

  @Override
  public String backendId() {
    return unit.backend();
  }

  @Override
  public WorkCounters counters() {
    return counters;
  }

  @Override
  public FirstFailure firstFailure() {
    return firstFailure;
  }

  @Override
  public UnflushedFiles unflushedFiles() {
    return unflushedFiles;
  }
}
