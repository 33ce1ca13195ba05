package org.stellaops.attestor.postgres;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.stellaops.attestor.mirror.store.PurgeStore;
import org.stellaops.attestor.mirror.store.StoreTable;
import org.stellaops.attestor.postgres.connection.Sql;

/** Purges tables, each batch in one statement. */
public record PostgresPurgeStore(Sql sql) implements PurgeStore {
  private static final String BEYOND_MAX_ROWS =
      "id <= coalesce((select id from %s order by id desc offset ? limit 1), 0)";

  /**
   * The newest report of a backend has its last failure. Each row takes one search of the index,
   * whatever the planner knows of the table.
   */
  private static final String CYCLES =
      """
      from sync_cycles c
       where (c.finished_at < ? or c.%s)
         and c.started_at < (select max(newer.started_at) from sync_cycles newer
                              where newer.backend = c.backend)
      """
          .formatted(BEYOND_MAX_ROWS.formatted("sync_cycles"));

  /**
   * Of the records that are old enough the newest stays: pruning by age starts from it. Both rules
   * count in whole hours, so that they do not remove it together.
   */
  private static final String GROWTH =
      """
      from mirror_growth c
      cross join lateral (select next.mirrored_at from mirror_growth next
                           where next.origin = c.origin and next.tree_size > c.tree_size
                           order by next.tree_size limit 1) next
       where next.mirrored_at < date_trunc('hour', ?::timestamptz)
          or next.mirrored_at < now() - interval '1 day'
             and date_trunc('hour', next.mirrored_at) = date_trunc('hour', c.mirrored_at)
      """;

  private static final String BUNDLES =
      """
      from bundles c
       where (c.finished_at < ? or c.%s)
         and c.id not in (select id
                            from (select id, row_number() over (partition by origin order by id desc)
                                    from bundles
                                   where direction = 'export' and outcome = 'written') export
                           where row_number <= 100)
      """
          .formatted(BEYOND_MAX_ROWS.formatted("bundles"));

  private static final String SHARDS =
      """
      from rekor_shards c
       where c.state = 'proposed'
         and (c.last_seen_at < ?
              or (select count(*) from rekor_shards newer
                    where newer.backend = c.backend and newer.state = 'proposed'
                      and newer.last_seen_at > c.last_seen_at) >= 100)
      """;

  @Override
  public List<TableSize> sizes() {
    return Arrays.stream(StoreTable.values()).map(this::size).toList();
  }

  private TableSize size(StoreTable table) {
    String query =
        "select count(*), pg_total_relation_size('%1$s'::regclass), min(%2$s) as oldest from %1$s"
            .formatted(table.label(), table.timeColumn());
    return sql.first(
            query,
            row ->
                new TableSize(
                    table,
                    row.getLong(1),
                    row.getLong(2),
                    RowMappers.optionalInstant(row, "oldest")))
        .orElseThrow();
  }

  @Override
  public int purge(StoreTable table, Instant before, long maxRows, int limit) {
    String statement =
        "delete from %s where ctid = any (array(select c.ctid %s limit %d for update of c skip locked))"
            .formatted(table.label(), purgeable(table), limit);
    return sql.updateCount(statement, parameters(table, before, maxRows));
  }

  @Override
  public long countPurgeable(StoreTable table, Instant before, long maxRows) {
    return sql.first(
            "select count(*) " + purgeable(table),
            row -> row.getLong(1),
            parameters(table, before, maxRows))
        .orElse(0L);
  }

  private static Object[] parameters(StoreTable table, Instant before, long maxRows) {
    return table == StoreTable.CYCLES || table == StoreTable.BUNDLES
        ? new Object[] {before, maxRows}
        : new Object[] {before};
  }

  private static String purgeable(StoreTable table) {
    return switch (table) {
      case CYCLES -> CYCLES;
      case GROWTH -> GROWTH;
      case BUNDLES -> BUNDLES;
      case SHARDS -> SHARDS;
      case CHECKPOINTS, VARIANTS, HEADS, EVIDENCE, REJECTED_NOTES ->
          throw new IllegalArgumentException(table + " is not purged by age");
    };
  }
}
