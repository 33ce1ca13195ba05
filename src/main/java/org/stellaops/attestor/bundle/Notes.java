package org.stellaops.attestor.bundle;

import java.util.List;

/** Which of a bundle's notes its proof leads to. */
final class Notes {
  private Notes() {}

  /** The sizes of the further notes in a bundle. */
  static List<Long> sizes(BundleManifest manifest) {
    return manifest.files().stream()
        .map(ControlFile::path)
        .filter(path -> path.startsWith(ControlFile.CHECKPOINTS))
        .map(path -> Long.parseLong(path.substring(ControlFile.CHECKPOINTS.length())))
        .toList();
  }

  /** The sizes whose paths are among the tiles of the proof. */
  static List<Long> smaller(BundleManifest manifest) {
    return sizes(manifest).stream()
        .filter(size -> !manifest.hasTiles() || size == manifest.base().size())
        .toList();
  }
}
