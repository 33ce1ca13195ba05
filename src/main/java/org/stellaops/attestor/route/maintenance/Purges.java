package org.stellaops.attestor.route.maintenance;

import java.time.Clock;
import java.util.List;
import org.apache.camel.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stellaops.attestor.metrics.PurgeMetrics;
import org.stellaops.attestor.mirror.retention.DirectoryPurge;
import org.stellaops.attestor.mirror.retention.TablePurge;
import org.stellaops.attestor.mirror.store.StoreTable;
import org.stellaops.attestor.route.Operation;

/** Purges, as configured, records and files that no proof needs. */
public record Purges(
    TablePurge tablePurge, List<DirectoryPurge> filePurges, PurgeMetrics metrics, Clock clock) {
  private static final Logger LOG = LoggerFactory.getLogger("attestor.upkeep");

  /** Starts a purge of one table or directory. A failure is logged; the next purge retries. */
  public Operation begin() {
    return error -> {
      LOG.warn("purge failed: {}: {}", error.failure().label(), error.getMessage());
      return null;
    };
  }

  /** The tables that are purged. */
  public List<StoreTable> tables() {
    return tablePurge.tables();
  }

  /** Removes the rows that may go, in batches. */
  public void purgeRows(@Body StoreTable table) {
    long rows = tablePurge.run(table);
    metrics.recordRows(table, rows);
    if (rows > 0) {
      LOG.info("purged {} rows of {}", rows, table.label());
    }
  }

  /** The directories that are purged. */
  public List<DirectoryPurge> directories() {
    return filePurges;
  }

  /** Removes the files that may go. */
  public void purgeFiles(@Body DirectoryPurge purge) {
    long files = purge.run(clock, false);
    metrics.recordFiles(files);
    if (files > 0) {
      LOG.info("purged {} files of {}", files, purge.directory());
    }
  }
}
