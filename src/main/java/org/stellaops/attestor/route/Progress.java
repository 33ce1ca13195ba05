package org.stellaops.attestor.route;

import org.stellaops.attestor.tlog.Resource;

/** Whoever watches a cycle go on, as the progress bar of a command. Called from many threads. */
public interface Progress {
  /** Nobody watches. */
  Progress SILENT =
      new Progress() {
        @Override
        public void begin(String backend, long amount) {}

        @Override
        public void wrote(String backend, Resource resource, long bytes) {}
      };

  /** A cycle is going to bring this many entry bundles or level-0 tiles. */
  void begin(String backend, long amount);

  /** A verified file has its final name now. */
  void wrote(String backend, Resource resource, long bytes);
}
