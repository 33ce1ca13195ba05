package org.stellaops.attestor.bundle;

/** How much of a tree has come; counted by the thread that takes the pieces. */
final class TreeCount {
  private long tiles;
  private long entryBundles;

  void tiles(int more) {
    tiles += more;
  }

  void entryBundles(int more) {
    entryBundles += more;
  }

  void requireAs(BundleManifest manifest) {
    if (tiles != manifest.tiles() || entryBundles != manifest.entryBundles()) {
      throw BadBundle.because(
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
