package org.stellaops.attestor.benchmark.airgap;

import java.util.Locale;

/** Who packs or unpacks. Three that do the same follow one another, the other program last. */
enum ArchiveTool {
  /** A command writes the guide's format. */
  EXPORT_GZIP("export .tar.gz"),
  /** A process that has exported before does so. */
  EXPORT_GZIP_WARM("export .tar.gz, warm"),
  /** What everybody has for it. */
  TAR_GZIP("tar | gzip -1"),
  /** A command writes the faster format. */
  EXPORT_ZSTD("export .tar.zst"),
  /** A process that has exported before does so. */
  EXPORT_ZSTD_WARM("export .tar.zst, warm"),
  /** What everybody has for it. */
  TAR_ZSTD("tar | zstd -1"),
  /** A command checks all of it and makes it durable. */
  IMPORT_GZIP("import .tar.gz"),
  /** A process that has imported before does so. */
  IMPORT_GZIP_WARM("import .tar.gz, warm"),
  /** tar unpacks the same file and checks nothing. */
  UNTAR_GZIP("gzip -dc | tar x"),
  /** A command checks all of it and makes it durable. */
  IMPORT_ZSTD("import .tar.zst"),
  /** A process that has imported before does so. */
  IMPORT_ZSTD_WARM("import .tar.zst, warm"),
  /** tar unpacks the same file and checks nothing. */
  UNTAR_ZSTD("zstd -dc | tar x");

  /** How many do the same. */
  static final int GROUP_SIZE = 3;

  private final String title;

  ArchiveTool(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** A name for files and directories of a round. */
  String fileName(int round) {
    return name().toLowerCase(Locale.ROOT) + "_" + round;
  }
}
