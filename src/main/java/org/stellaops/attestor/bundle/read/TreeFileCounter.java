package org.stellaops.attestor.bundle.read;

import org.stellaops.attestor.bundle.archive.BundleErrors;
import org.stellaops.attestor.bundle.format.BundleManifest;

/** Counts the files of the tree. Not thread-safe. */
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
          "counts mismatch: manifest %s tiles and %s entry bundles, read %s and %s"
              .formatted(manifest.tiles(), manifest.entryBundles(), tiles, entryBundles));
    }
  }
}
