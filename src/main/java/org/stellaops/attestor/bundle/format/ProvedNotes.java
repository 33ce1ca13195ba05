package org.stellaops.attestor.bundle.format;

import java.util.List;

/** Which of a bundle's notes its proof leads to. */
final class ProvedNotes {
  private ProvedNotes() {}

  /** The sizes of the further notes in a bundle. */
  static List<Long> sizes(BundleManifest manifest) {
    return names(manifest.files(), MetadataFile.CHECKPOINTS_PREFIX).stream()
        .map(Long::parseLong)
        .toList();
  }

  /** The names of the files of one folder. */
  static List<String> names(List<MetadataFile> files, String prefix) {
    return files.stream()
        .map(MetadataFile::path)
        .filter(path -> path.startsWith(prefix))
        .map(path -> path.substring(prefix.length()))
        .toList();
  }

  /** The sizes whose paths are among the tiles of the proof. */
  static List<Long> sizesProvedByTiles(BundleManifest manifest) {
    return sizes(manifest).stream()
        .filter(size -> !manifest.hasTiles() || size == manifest.base().size())
        .toList();
  }
}
