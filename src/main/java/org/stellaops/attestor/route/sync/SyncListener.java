package org.stellaops.attestor.route.sync;

import org.stellaops.attestor.tlog.Resource;

/** Receives the progress of cycles, such as for a progress bar. Called from many threads. */
public interface SyncListener {
  /** Ignores all events. */
  SyncListener NONE = new SyncListener() {};

  /** A cycle is about to fetch this number of entry bundles or level-0 tiles. */
  default void onStart(String backend, long amount) {}

  /** A verified file was renamed to its final name. */
  default void onWritten(String backend, Resource resource, long bytes) {}
}
