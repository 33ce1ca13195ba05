package org.stellaops.attestor.route.fetch;

import org.stellaops.attestor.route.WorkCounters;

/** The operation that fetches resources, in the variable {@code operation}. */
public interface FetchContext {
  /** The id of the backend whose request rate applies. */
  String backendId();

  WorkCounters counters();
}
