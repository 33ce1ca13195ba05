package org.stellaops.attestor.route;

import java.nio.file.Path;

/** Whoever watches bundles being written and read, as the progress bar of a command. */
public interface BundleWatch {
  /** Nobody watches. */
  BundleWatch SILENT =
      new BundleWatch() {
        @Override
        public void begin(Path bundle, long files) {}

        @Override
        public void done(int files) {}
      };

  /** A bundle of so many tiles and entry bundles is begun, those of its proof included. */
  void begin(Path bundle, long files);

  /** So many of them are done, all of them in the end; called from many threads. */
  void done(int files);
}
