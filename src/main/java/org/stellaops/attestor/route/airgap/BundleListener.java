package org.stellaops.attestor.route.airgap;

import java.nio.file.Path;

/** Receives the progress of exports and imports, for the progress bar of a command. */
public interface BundleListener {
  /** Ignores all events. */
  BundleListener NONE = new BundleListener() {};

  /** A bundle with this number of tiles and entry bundles, proof tiles included, was started. */
  default void onStart(Path bundle, long files) {}

  /** This number of further files is done; called from several threads. */
  default void onProgress(int files) {}
}
