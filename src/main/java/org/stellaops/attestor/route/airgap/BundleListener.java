package org.stellaops.attestor.route.airgap;

import java.nio.file.Path;

/** Is notified of the progress of exports and imports, for the progress bar of a command. */
public interface BundleListener {
  /** Nobody watches. */
  BundleListener NONE =
      new BundleListener() {
        @Override
        public void onStart(Path bundle, long files) {}

        @Override
        public void onProgress(int files) {}
      };

  /** A bundle of so many tiles and entry bundles is begun, those of its proof included. */
  void onStart(Path bundle, long files);

  /** So many of them are done, all of them in the end; called from many threads. */
  void onProgress(int files);
}
