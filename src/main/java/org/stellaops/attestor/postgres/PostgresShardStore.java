package org.stellaops.attestor.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.stellaops.attestor.mirror.Shard;
import org.stellaops.attestor.mirror.TreeId;
import org.stellaops.attestor.mirror.store.ShardStore;
import org.stellaops.attestor.postgres.connection.Sql;

/** Stores the shards of Rekor v1 servers in table {@code rekor_shards}. */
public record PostgresShardStore(Sql sql) implements ShardStore {
  private static final int MAX_PROPOSED = 100;

  @Override
  public List<Shard> of(String backend) {
    String query =
        """
        select backend, tree_id, state, first_seen_at, last_seen_at from rekor_shards
         where backend = ?
         order by state = 'active' desc, first_seen_at desc, tree_id
        """;
    return sql.list(query, PostgresShardStore::shard, backend);
  }

  @Override
  public List<Shard> proposed() {
    String query =
        """
        select backend, tree_id, state, first_seen_at, last_seen_at from rekor_shards
         where state = 'proposed' order by backend, tree_id
        """;
    return sql.list(query, PostgresShardStore::shard);
  }

  /**
   * Detects first contact by the rows that existed before the statement. Proposed shards that the
   * server shows no longer give way to those that it shows.
   */
  @Override
  public void recordAdvertised(
      String backend,
      List<TreeId> active,
      List<TreeId> inactive,
      List<TreeId> unknownKey,
      Instant now) {
    String statement =
        """
        with shown as (
          select distinct on (tree_id) tree_id, state
            from (select unnest(?::bigint[]) as tree_id, 'active' as state
                  union all
                  select unnest(?::bigint[]), 'inactive'
                  union all
                  select unnest(?::bigint[]), 'proposed') as each
           order by tree_id, state),
        first as (
          select not exists (select from rekor_shards where backend = ? and state <> 'proposed')
              as contact),
        replaced as (
          delete from rekor_shards
           where backend = ? and state = 'proposed'
             and tree_id in (
               select tree_id from rekor_shards
                where backend = ? and state = 'proposed'
                  and tree_id not in (select tree_id from shown)
                order by last_seen_at desc, tree_id
               offset greatest(0, ? - (select count(*) from shown))))
        insert into rekor_shards as known
          (backend, tree_id, state, first_seen_at, last_seen_at, accepted_at)
        select ?, tree_id, case when contact then state else 'proposed' end, ?, ?,
               case when contact and state <> 'proposed' then ?::timestamptz end
          from shown, first
        on conflict (backend, tree_id) do update
          set last_seen_at = greatest(known.last_seen_at, excluded.last_seen_at),
              accepted_at = coalesce(known.accepted_at, excluded.accepted_at),
              state = case when known.state = 'proposed' then excluded.state
                           else (select coalesce(nullif(state, 'proposed'), known.state)
                                   from shown where tree_id = known.tree_id) end
        """;
    sql.update(
        statement,
        arrayLiteral(active),
        arrayLiteral(inactive),
        arrayLiteral(unknownKey),
        backend,
        backend,
        backend,
        MAX_PROPOSED,
        backend,
        now,
        now,
        now);
  }

  @Override
  public boolean accept(String backend, TreeId tree, String by, Instant now) {
    String update =
        """
        update rekor_shards set state = 'active', accepted_at = ?, accepted_by = ?
         where backend = ? and tree_id = ? and state = 'proposed'
        """;
    return sql.update(update, now, by, backend, tree.value());
  }

  /** The array literal of PostgreSQL. */
  private static String arrayLiteral(List<TreeId> trees) {
    return trees.toString().replace('[', '{').replace(']', '}');
  }

  private static Shard shard(ResultSet row) throws SQLException {
    return new Shard(
        row.getString("backend"),
        new TreeId(row.getLong("tree_id")),
        Shard.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        RowMappers.instant(row, "first_seen_at"),
        RowMappers.instant(row, "last_seen_at"));
  }
}
