package org.stellaops.attestor.bundle.read;

import org.stellaops.attestor.bundle.archive.BundleErrors;
import org.stellaops.attestor.bundle.format.BundleManifest;

/** How much of a tree has come; counted by the thread that takes the pieces. */
final class TreeFileCounter {
  private long tiles;
  private long entryBundles;

  void addTiles(int count) {
    tiles += count;
  }

  void addEntryBundles(int count) {
    entryBundles += count;
  }

  void requireMatch(BundleManifest manifest) {
    if (tiles != manifest.tiles() || entryBundles != manifest.entryBundles()) {
      throw BundleErrors.rejected(
          "its manifest counts "
              + manifest.tiles()
              + " tiles and "
              + manifest.entryBundles()
              + " entry bundles, and there are "
              + tiles
              + " and "
              + entryBundles);
    }
  }
}
