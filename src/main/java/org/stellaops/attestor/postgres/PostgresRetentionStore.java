package org.stellaops.attestor.postgres;

import java.time.Duration;
import java.time.Instant;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.mirror.store.RetentionStore;
import org.stellaops.attestor.postgres.connection.Sql;

/**
 * Prunes entries and checkpoints, each in one statement. The view {@code checkpoints_in_use}
 * selects the checkpoints to keep; everything that refers to checkpoints must be part of that view.
 */
public record PostgresRetentionStore(Sql sql) implements RetentionStore {
  private static final String FROM_UNNEEDED =
      """
      from rekor_checkpoints c
       where c.origin = ? and c.last_seen_at < ?
         and not exists (select from checkpoints_in_use used
                          where used.origin = c.origin and used.tree_size = c.tree_size)
      """;

  @Override
  public long entriesMirroredFor(Origin origin, Duration age) {
    String query =
        """
        select coalesce(max(tree_size), 0) from mirror_growth
         where origin = ? and mirrored_at <= now() - make_interval(secs => ?)
        """;
    return sql.first(query, row -> row.getLong(1), origin.name(), age.toMillis() / 1000.0)
        .orElse(0L);
  }

  /** Also deletes the growth records of the pruned entries. */
  @Override
  public boolean raiseMinimumIndex(Origin origin, long expected, long index) {
    String statement =
        """
        with forgotten as (
          delete from mirror_growth where origin = ? and tree_size < ?)
        update log_heads set minimum_index = ?
         where origin = ? and minimum_index = ? and ? between minimum_index and covered_size
        """;
    return sql.update(statement, origin.name(), index, index, origin.name(), expected, index);
  }

  @Override
  public boolean reset(Origin origin) {
    String statement =
        """
        with forgotten as (delete from mirror_growth where origin = ?)
        update log_heads
           set mirrored_size = null, mirrored_root = null, covered_size = 0, minimum_index = 0,
               damage = null, damage_kind = null, damage_from = null, damage_to = null,
               damaged_at = null
         where origin = ?
        """;
    return sql.update(statement, origin.name(), origin.name());
  }

  @Override
  public CheckpointCount countUnneeded(Origin origin, Instant lastSeenBefore) {
    return count(
        "with unneeded as (select c.tree_size " + FROM_UNNEEDED + ")", origin, lastSeenBefore);
  }

  @Override
  public CheckpointCount removeUnneeded(Origin origin, Instant lastSeenBefore) {
    return count(
        "with unneeded as (delete "
            + FROM_UNNEEDED
            + """
              returning c.tree_size, c.origin),
            relinked as (
              update rekor_checkpoints c
                 set consistent_from =
                       (select max(older.tree_size) from rekor_checkpoints older
                         where older.origin = c.origin and older.tree_size < c.tree_size
                           and not exists (select from unneeded gone
                                            where gone.tree_size = older.tree_size))
               where c.origin in (select origin from unneeded)
                 and c.consistent_from in (select tree_size from unneeded)
                 and c.tree_size not in (select tree_size from unneeded))
            """,
        origin,
        lastSeenBefore);
  }

  /** Both counts are from before the statement deletes any. */
  private CheckpointCount count(String unneededCte, Origin origin, Instant lastSeenBefore) {
    return sql.first(
            unneededCte
                + """
                select (select count(*) from unneeded),
                       (select count(*) from rekor_checkpoints where origin = ?)
                """,
            row -> new CheckpointCount(row.getLong(1), row.getLong(2)),
            origin.name(),
            lastSeenBefore,
            origin.name())
        .orElseThrow();
  }
}
