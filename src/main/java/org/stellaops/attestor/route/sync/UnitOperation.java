package org.stellaops.attestor.route.sync;

import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.plan.WorkUnit;

/** The work on one unit, in the process of a worker. It has no access to the cycle. */
public final class UnitOperation implements MirrorOperation {
  private final BackendCatalog backends;
  private final WorkUnit unit;
  private final MirrorWork work = new MirrorWork();

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
  public MirrorWork work() {
    return work;
  }
}
