package org.stellaops.attestor.config.schema;

/** The type of a log. */
public enum BackendType {
  /** Detected by querying the server. */
  AUTO,
  /** A log as c2sp.org/tlog-tiles specifies it, below the base URL. */
  TLOG_TILES,
  /** A Rekor v2 shard: tlog-tiles, below {@code api/v2/} of the base URL. */
  REKOR_V2,
  /** A Rekor v1 server, which has shards and no tiles. */
  REKOR_V1;

  /**
   * The value in the file: {@code auto}, {@code tlog-tiles}, {@code rekor-v2} or {@code rekor-v1}.
   */
  public String label() {
    return EnumType.label(this);
  }
}
