package org.stellaops.attestor.mirror.store;

/** The tables of the store that have rows for each log, cycle or file. */
public enum StoreTable {
  /** One row for each accepted checkpoint. */
  CHECKPOINTS("rekor_checkpoints", "first_seen_at"),
  /** Further notes over an accepted checkpoint. */
  VARIANTS("checkpoint_variants", "first_seen_at"),
  /** One row for each log. */
  HEADS("log_heads", "first_seen_at"),
  /** Both notes of each contradiction. */
  EVIDENCE("evidence", "detected_at"),
  /** The newest hundred of each log. */
  REJECTED_NOTES("refused_notes", "first_seen_at"),
  /** One row for each cycle. */
  CYCLES("sync_cycles", "finished_at"),
  /** One row for each growth of a mirror, later one for each hour. */
  GROWTH("mirror_growth", "mirrored_at"),
  /** One row for each export and import. */
  BUNDLES("bundles", "finished_at"),
  /** One row for each shard of a Rekor v1 server; those that are only proposed are purged. */
  SHARDS("rekor_shards", "last_seen_at");

  private final String label;
  private final String timeColumn;

  StoreTable(String label, String timeColumn) {
    this.label = label;
    this.timeColumn = timeColumn;
  }

  /** The name in the database. */
  public String label() {
    return label;
  }

  /** The column with the age of a row. */
  public String timeColumn() {
    return timeColumn;
  }
}
