package org.stellaops.attestor.route.fetch;

import org.stellaops.attestor.route.WorkCounters;

/** An operation that does nothing but fetch. */
public record TestFetchContext(String backendId, WorkCounters counters) implements FetchContext {
  /** An operation for this backend. */
  public TestFetchContext(String backendId) {
    this(backendId, new WorkCounters());
  }
}
