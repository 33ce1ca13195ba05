package org.stellaops.attestor.bench;

import java.util.Locale;

/** Who packs or unpacks, in the order of a round. */
enum Carrier {
  /** The program writes the guide's format. */
  EXPORT_GZIP("export .tar.gz"),
  /** What everybody has for it. */
  TAR_GZIP("tar | gzip -1"),
  /** The program writes the faster format. */
  EXPORT_ZSTD("export .tar.zst"),
  /** What everybody has for it. */
  TAR_ZSTD("tar | zstd -1"),
  /** The program checks all of it and makes it durable. */
  IMPORT_GZIP("import .tar.gz, verified"),
  /** tar unpacks the same file and checks nothing. */
  UNTAR_GZIP("gzip -dc | tar x"),
  /** The program checks all of it and makes it durable. */
  IMPORT_ZSTD("import .tar.zst, verified"),
  /** tar unpacks the same file and checks nothing. */
  UNTAR_ZSTD("zstd -dc | tar x");

  private final String title;

  Carrier(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** A name for files and directories of a round. */
  String name(int round) {
    return name().toLowerCase(Locale.ROOT) + "_" + round;
  }
}
