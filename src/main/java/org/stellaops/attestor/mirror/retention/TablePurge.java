package org.stellaops.attestor.mirror.retention;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.stellaops.attestor.mirror.store.PurgeStore;
import org.stellaops.attestor.mirror.store.StoreTable;

/**
 * Purges rows that no proof needs. A purge that ends early, or runs beside another one, leaves rows
 * for the next.
 *
 * @param maxAges the tables that are purged; an age of zero means that rows are kept whatever their
 *     age
 * @param maxRows number of rows of a table above which the oldest go whatever their age
 */
public record TablePurge(
    PurgeStore store, Map<StoreTable, Duration> maxAges, long maxRows, Clock clock) {
  /** A statement that removes so many rows takes well below a second. */
  private static final int BATCH_ROWS = 5_000;

  /** Copies the map. */
  public TablePurge {
    maxAges = Map.copyOf(maxAges);
  }

  /** The tables that are purged, in the order of the constants. */
  public List<StoreTable> tables() {
    return maxAges.keySet().stream().sorted().toList();
  }

  /** Removes all rows of a table that may go; returns their number. */
  public long run(StoreTable table) {
    Instant before = before(table);
    long removed = 0;
    int batch;
    do {
      batch = store.purge(table, before, maxRows, BATCH_ROWS);
      removed += batch;
    } while (batch == BATCH_ROWS);
    return removed;
  }

  /** How many rows {@link #run} would remove. */
  public long count(StoreTable table) {
    return store.countPurgeable(table, before(table), maxRows);
  }

  private Instant before(StoreTable table) {
    Duration age = maxAges.getOrDefault(table, Duration.ZERO);
    return age.isZero() ? Instant.EPOCH : clock.instant().minus(age);
  }
}
