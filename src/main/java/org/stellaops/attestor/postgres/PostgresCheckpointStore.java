package org.stellaops.attestor.postgres;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.mirror.CheckpointStore;
import org.stellaops.attestor.mirror.FailedCycle;
import org.stellaops.attestor.mirror.LogState;
import org.stellaops.attestor.mirror.StoredCheckpoint;
import org.stellaops.attestor.mirror.StoredRow;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * The store in the tables of {@link CheckpointSchema}. Every move of a head is one statement that
 * names the state it starts from; the row changes or it does not. Holds nothing but the database,
 * so it may be used by many threads.
 */
public final class PostgresCheckpointStore implements CheckpointStore {
  private static final String HEADS =
      """
      select origin, backend, pending_size, pending_root, mirrored_size, mirrored_root,
             covered_size, minimum_index, frozen, first_seen_at, last_growth_at, last_success_at,
             last_failure, last_failure_message, last_failure_at
        from log_heads
      """;
  private static final String CHECKPOINTS =
      """
      select origin, tree_size, root_hash, raw_note, first_seen_at, last_seen_at
        from rekor_checkpoints
       where origin = ?
      """;

  private final Sql sql;

  /** The store of this database, whose schema is there already. */
  public PostgresCheckpointStore(Database database) {
    this.sql = new Sql(database);
  }

  @Override
  public Optional<LogState> find(Origin origin) {
    return sql.first(HEADS + "where origin = ?", StoredRows::state, origin.name());
  }

  @Override
  public List<LogState> all() {
    return sql.list(HEADS + "order by backend, origin", StoredRows::state);
  }

  @Override
  public boolean begin(Origin origin, String backend, TreeHead pending, Instant now) {
    return sql.changes(
        """
        insert into log_heads
          (origin, backend, pending_size, pending_root, first_seen_at, last_growth_at)
        values (?, ?, ?, ?, ?, ?)
        on conflict (origin) do nothing
        """,
        origin.name(),
        backend,
        pending.size(),
        pending.root().bytes(),
        time(now),
        time(now));
  }

  @Override
  public boolean advancePending(Origin origin, TreeHead expected, TreeHead next, Instant now) {
    return sql.changes(
        """
        update log_heads
           set pending_size = ?, pending_root = ?, last_growth_at = ?, frozen = false
         where origin = ? and pending_size = ? and pending_root = ?
        """,
        next.size(),
        next.root().bytes(),
        time(now),
        origin.name(),
        expected.size(),
        expected.root().bytes());
  }

  @Override
  public boolean advanceCovered(Origin origin, long covered) {
    return sql.changes(
        "update log_heads set covered_size = ? where origin = ? and covered_size <= ?",
        covered,
        origin.name(),
        covered);
  }

  /** What is mirrored is covered: the covered size comes along where it is behind. */
  @Override
  public boolean advanceMirrored(Origin origin, TreeHead expected, TreeHead next) {
    return sql.changes(
        """
        update log_heads
           set mirrored_size = ?, mirrored_root = ?, covered_size = greatest(covered_size, ?)
         where origin = ?
           and mirrored_size is not distinct from ? and mirrored_root is not distinct from ?
        """,
        size(next),
        root(next),
        next.size(),
        origin.name(),
        size(expected),
        root(expected));
  }

  @Override
  public void succeeded(Origin origin, boolean frozen, Instant now) {
    sql.changes(
        """
        update log_heads
           set last_success_at = ?, frozen = ?,
               last_failure = null, last_failure_message = null, last_failure_at = null
         where origin = ?
        """,
        time(now),
        frozen,
        origin.name());
  }

  @Override
  public void failed(Origin origin, FailedCycle failure) {
    sql.changes(
        """
        update log_heads
           set last_failure = ?, last_failure_message = ?, last_failure_at = ?
         where origin = ?
        """,
        failure.failure().word(),
        failure.message(),
        time(failure.at()),
        origin.name());
  }

  @Override
  public Optional<StoredCheckpoint> checkpoint(Origin origin, TreeHead head) {
    return sql.first(
        CHECKPOINTS + "and tree_size = ? and root_hash = ?",
        StoredRows::checkpoint,
        origin.name(),
        head.size(),
        head.root().bytes());
  }

  @Override
  public Optional<StoredCheckpoint> checkpoint(Origin origin, long size) {
    return sql.first(
        CHECKPOINTS + "and tree_size = ?", StoredRows::checkpoint, origin.name(), size);
  }

  @Override
  public List<Long> sizesBetween(Origin origin, long smaller, long larger) {
    return sql.list(
        """
        select tree_size from rekor_checkpoints
         where origin = ? and tree_size > ? and tree_size < ?
         order by tree_size
        """,
        row -> row.getLong(1),
        origin.name(),
        smaller,
        larger);
  }

  @Override
  public List<StoredRow> rows(Origin origin, long after, int most) {
    return sql.list(
        """
        select tree_size, root_hash, raw_note, key_name, key_id, frozen
          from rekor_checkpoints
         where origin = ? and tree_size > ?
         order by tree_size
         limit ?
        """,
        StoredRows::asItLies,
        origin.name(),
        after,
        most);
  }

  @Override
  public List<StoredCheckpoint> history(Origin origin, int last) {
    return sql.list(
        CHECKPOINTS + "order by tree_size desc limit ?",
        StoredRows::checkpoint,
        origin.name(),
        last);
  }

  /** Nothing mirrored is null, because no checkpoint need be stored for an empty tree. */
  private static @Nullable Long size(TreeHead mirrored) {
    return mirrored.size() == 0 ? null : mirrored.size();
  }

  private static byte @Nullable [] root(TreeHead mirrored) {
    return mirrored.size() == 0 ? null : mirrored.root().bytes();
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
