package org.stellaops.attestor.route.sync;

import org.stellaops.attestor.route.fetch.FetchContext;

/** An operation that needs to know whether a log is a Rekor v1 server. */
public interface LogTypeProbe extends FetchContext {
  void setRekorV1(boolean found);
}
