package org.stellaops.attestor.bundle;

import java.util.List;

/** Which of a bundle's notes its proof leads to. */
final class Notes {
  private Notes() {}

  /** The sizes of the further notes in a bundle. */
  static List<Long> sizes(BundleManifest manifest) {
    return names(manifest.files(), ControlFile.CHECKPOINTS).stream().map(Long::parseLong).toList();
  }

  /** The names of the files of one folder. */
  static List<String> names(List<ControlFile> files, String folder) {
    return files.stream()
        .map(ControlFile::path)
        .filter(path -> path.startsWith(folder))
        .map(path -> path.substring(folder.length()))
        .toList();
  }

  /** The sizes whose paths are among the tiles of the proof. */
  static List<Long> smaller(BundleManifest manifest) {
    return sizes(manifest).stream()
        .filter(size -> !manifest.hasTiles() || size == manifest.base().size())
        .toList();
  }
}
