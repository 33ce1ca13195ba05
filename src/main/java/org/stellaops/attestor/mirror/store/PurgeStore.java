package org.stellaops.attestor.mirror.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The sizes of the tables, and the removal of rows that no proof needs. */
public interface PurgeStore {
  /**
   * The size of a table.
   *
   * @param rows number of rows
   * @param bytes size on disk, with its indexes
   * @param oldest the oldest row; empty if there is none
   */
  record TableSize(StoreTable table, long rows, long bytes, Optional<Instant> oldest) {}

  /** The sizes of all tables. */
  List<TableSize> sizes();

  /**
   * Removes some of the rows that may go. Safe beside a sync and another purge: rows that another
   * transaction has locked are left for the next purge.
   *
   * @param before rows of this time or later stay, unless there are too many
   * @param maxRows number of rows above which the oldest go, for tables with such a limit
   * @param limit the maximum number to remove
   * @return the number of removed rows
   */
  int purge(StoreTable table, Instant before, long maxRows, int limit);

  /** How many rows {@link #purge} would remove without a limit. */
  long countPurgeable(StoreTable table, Instant before, long maxRows);
}
