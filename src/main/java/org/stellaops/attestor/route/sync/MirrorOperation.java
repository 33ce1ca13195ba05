package org.stellaops.attestor.route.sync;

import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.route.FirstFailure;
import org.stellaops.attestor.route.UnflushedFiles;
import org.stellaops.attestor.route.fetch.FetchContext;

/** An operation that writes files of a mirror: a cycle, or a unit of work in a worker. */
public interface MirrorOperation extends FetchContext {
  /** The log. */
  Backend backend();

  @Override
  default String backendId() {
    return backend().id();
  }

  /** The first failure of its parallel steps. */
  FirstFailure firstFailure();

  /** The files that it has written or found and not yet flushed. */
  UnflushedFiles unflushedFiles();
}
