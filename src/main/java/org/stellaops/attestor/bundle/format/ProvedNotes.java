package org.stellaops.attestor.bundle.format;

import java.util.List;

/** Selects the checkpoints of a bundle that its proof tiles or consistency proofs cover. */
final class ProvedNotes {
  private ProvedNotes() {}

  /** The sizes of the files {@code checkpoints/SIZE}. */
  static List<Long> sizes(BundleManifest manifest) {
    return names(manifest.files(), MetadataFile.CHECKPOINTS_PREFIX).stream()
        .map(Long::parseLong)
        .toList();
  }

  /** The names of the files with this path prefix, without the prefix. */
  static List<String> names(List<MetadataFile> files, String prefix) {
    return files.stream()
        .map(MetadataFile::path)
        .filter(path -> path.startsWith(prefix))
        .map(path -> path.substring(prefix.length()))
        .toList();
  }

  /** The sizes that are proved by the proof tiles. */
  static List<Long> sizesProvedByTiles(BundleManifest manifest) {
    return sizes(manifest).stream()
        .filter(size -> !manifest.hasTiles() || size == manifest.base().size())
        .toList();
  }
}
