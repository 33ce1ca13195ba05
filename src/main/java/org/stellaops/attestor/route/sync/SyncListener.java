package org.stellaops.attestor.route.sync;

import org.stellaops.attestor.tlog.Resource;

/** Whoever watches a cycle go on, as the progress bar of a command. Called from many threads. */
public interface SyncListener {
  /** Nobody watches. */
  SyncListener NONE =
      new SyncListener() {
        @Override
        public void onStart(String backend, long amount) {}

        @Override
        public void onWritten(String backend, Resource resource, long bytes) {}
      };

  /** A cycle is going to bring this many entry bundles or level-0 tiles. */
  void onStart(String backend, long amount);

  /** A verified file has its final name now. */
  void onWritten(String backend, Resource resource, long bytes);
}
