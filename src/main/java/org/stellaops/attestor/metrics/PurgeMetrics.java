package org.stellaops.attestor.metrics;

import org.stellaops.attestor.mirror.store.StoreTable;

/** The metrics of purges. The counters begin at zero. Safe for use by several threads. */
public record PurgeMetrics(MetricsPage page) {
  /** Adds the counters. */
  public void register(Iterable<StoreTable> tables) {
    tables.forEach(table -> page.counter(Metric.PURGED_ROWS, table.label()));
    page.counter(Metric.PURGED_FILES);
  }

  /** Records rows that were removed from a table. */
  public void recordRows(StoreTable table, long rows) {
    page.counter(Metric.PURGED_ROWS, table.label()).increment(rows);
  }

  /** Records files that were removed. */
  public void recordFiles(long files) {
    page.counter(Metric.PURGED_FILES).increment(files);
  }
}
