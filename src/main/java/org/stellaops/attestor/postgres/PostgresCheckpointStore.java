package org.stellaops.attestor.postgres;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.mirror.store.CheckpointStore;
import org.stellaops.attestor.mirror.store.CycleFailure;
import org.stellaops.attestor.mirror.store.Damage;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.mirror.store.RawCheckpointRow;
import org.stellaops.attestor.mirror.store.StoredCheckpoint;
import org.stellaops.attestor.postgres.connection.Sql;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * Stores checkpoints and log heads. Every advance of a head is one compare-and-set statement. Safe
 * for use by several threads.
 */
public record PostgresCheckpointStore(Sql sql) implements CheckpointStore {
  private static final String SELECT_HEADS =
      """
      select origin, backend, pending_size, pending_root, mirrored_size, mirrored_root,
             covered_size, minimum_index, frozen, first_seen_at, last_growth_at, last_success_at,
             last_failure, last_failure_message, last_failure_at,
             store_id, damage, damage_kind, damage_from, damage_to, damaged_at
        from log_heads
      """;
  private static final String SELECT_CHECKPOINTS =
      """
      select origin, tree_size, root_hash, raw_note, first_seen_at, last_seen_at
        from rekor_checkpoints
       where origin = ?
      """;

  @Override
  public Optional<LogState> find(Origin origin) {
    return sql.first(SELECT_HEADS + "where origin = ?", RowMappers::logState, origin.name());
  }

  @Override
  public Optional<CycleFailure> findLastFailure(String backend) {
    return sql.first(
            "select finished_at, outcome, message from sync_cycles where backend = ?"
                + " order by started_at desc, id desc limit 1",
            RowMappers::cycleFailure,
            backend)
        .flatMap(failure -> failure);
  }

  @Override
  public List<LogState> all() {
    return sql.list(SELECT_HEADS + "order by backend, origin", RowMappers::logState);
  }

  @Override
  public boolean follow(Origin origin, String backend, TreeHead pending, Instant now) {
    String insert =
        """
        insert into log_heads
          (origin, backend, pending_size, pending_root, first_seen_at, last_growth_at)
        values (?, ?, ?, ?, ?, ?)
        on conflict (origin) do nothing
        """;
    return sql.update(
        insert, origin.name(), backend, pending.size(), pending.root().bytes(), now, now);
  }

  @Override
  public boolean advancePending(Origin origin, TreeHead expected, TreeHead next, Instant now) {
    return sql.update(
        """
        update log_heads
           set pending_size = ?, pending_root = ?, last_growth_at = ?, frozen = false
         where origin = ? and pending_size = ? and pending_root = ?
        """,
        next.size(),
        next.root().bytes(),
        now,
        origin.name(),
        expected.size(),
        expected.root().bytes());
  }

  @Override
  public boolean advanceCovered(Origin origin, long covered) {
    return sql.update(
        "update log_heads set covered_size = ? where origin = ? and covered_size <= ?",
        covered,
        origin.name(),
        covered);
  }

  /** Also raises the covered size to the mirrored size. */
  @Override
  public boolean advanceMirrored(Origin origin, TreeHead expected, TreeHead next) {
    return sql.update(
        """
        update log_heads
           set mirrored_size = ?, mirrored_root = ?, covered_size = greatest(covered_size, ?)
         where origin = ?
           and mirrored_size is not distinct from ? and mirrored_root is not distinct from ?
        """,
        sizeOrNull(next),
        rootOrNull(next),
        next.size(),
        origin.name(),
        sizeOrNull(expected),
        rootOrNull(expected));
  }

  @Override
  public void recordSuccess(Origin origin, boolean frozen, Instant now) {
    String update =
        """
        update log_heads
           set last_success_at = ?, frozen = ?,
               last_failure = null, last_failure_message = null, last_failure_at = null
         where origin = ?
        """;
    sql.update(update, now, frozen, origin.name());
  }

  @Override
  public void recordFailure(Origin origin, CycleFailure failure) {
    String update =
        """
        update log_heads
           set last_failure = ?, last_failure_message = ?, last_failure_at = ?
         where origin = ?
        """;
    sql.update(
        update, failure.failure().label(), failure.message(), failure.failedAt(), origin.name());
  }

  @Override
  public boolean bind(Origin origin, Optional<String> expected, String storeId) {
    return sql.update(
        "update log_heads set store_id = ? where origin = ? and store_id is not distinct from ?",
        storeId,
        origin.name(),
        expected.orElse(null));
  }

  @Override
  public void recordDamage(Origin origin, Optional<Damage> damage) {
    sql.update(
        """
        update log_heads
           set damage = ?, damage_kind = ?, damage_from = ?, damage_to = ?, damaged_at = ?
         where origin = ?
        """,
        damage.map(Damage::problem).orElse(null),
        damage.map(found -> found.kind().label()).orElse(null),
        damage.map(Damage::from).orElse(null),
        damage.map(Damage::to).orElse(null),
        damage.map(Damage::foundAt).orElse(null),
        origin.name());
  }

  @Override
  public Optional<StoredCheckpoint> findCheckpoint(Origin origin, TreeHead head) {
    return sql.first(
        SELECT_CHECKPOINTS + "and tree_size = ? and root_hash = ?",
        RowMappers::storedCheckpoint,
        origin.name(),
        head.size(),
        head.root().bytes());
  }

  @Override
  public Optional<StoredCheckpoint> findCheckpoint(Origin origin, long size) {
    return sql.first(
        SELECT_CHECKPOINTS + "and tree_size = ?",
        RowMappers::storedCheckpoint,
        origin.name(),
        size);
  }

  @Override
  public List<Long> sizesBetween(Origin origin, long smaller, long larger) {
    String query =
        """
        select tree_size from rekor_checkpoints
         where origin = ? and tree_size > ? and tree_size < ?
         order by tree_size
        """;
    return sql.list(query, row -> row.getLong(1), origin.name(), smaller, larger);
  }

  @Override
  public List<RawCheckpointRow> rawRows(Origin origin, long after, int limit) {
    String query =
        """
        select tree_size, root_hash, raw_note, key_name, key_id, frozen
          from rekor_checkpoints
         where origin = ? and tree_size > ?
         order by tree_size
         limit ?
        """;
    return sql.list(query, RowMappers::rawCheckpointRow, origin.name(), after, limit);
  }

  @Override
  public List<StoredCheckpoint> history(Origin origin, int limit) {
    return sql.list(
        SELECT_CHECKPOINTS + "order by tree_size desc limit ?",
        RowMappers::storedCheckpoint,
        origin.name(),
        limit);
  }

  @Override
  public void requireWritable() {
    StoreAccess.requireWritable(sql);
  }

  /** Null if nothing is mirrored, because there is no checkpoint for an empty tree. */
  private static @Nullable Long sizeOrNull(TreeHead mirrored) {
    return mirrored.size() == 0 ? null : mirrored.size();
  }

  private static byte @Nullable [] rootOrNull(TreeHead mirrored) {
    return mirrored.size() == 0 ? null : mirrored.root().bytes();
  }
}
