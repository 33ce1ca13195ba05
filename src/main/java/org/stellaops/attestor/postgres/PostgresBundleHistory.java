package org.stellaops.attestor.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.mirror.BundleHistory;
import org.stellaops.attestor.mirror.BundleRow;

/** The history of bundles in PostgreSQL. */
public final class PostgresBundleHistory implements BundleHistory {
  private final Sql sql;

  /** The history in this database, whose schema is there already. */
  public PostgresBundleHistory(Database database) {
    this.sql = new Sql(database);
  }

  @Override
  public List<BundleRow> newest(int last) {
    return sql.list(
        """
        select id, direction, backend, file, sha256, bytes, content, base_size, from_entry,
               to_entry, tree_size, volume, volumes, signed_by, who, started_at, finished_at,
               outcome, message
          from bundles order by id desc limit ?
        """,
        PostgresBundleHistory::row,
        last);
  }

  @Override
  public List<Long> exported(Origin origin, int last) {
    return sql.list(
        """
        select tree_size from bundles
          where direction = 'export' and outcome = 'written' and origin = ?
          group by tree_size order by max(id) desc limit ?
        """,
        row -> row.getLong("tree_size"),
        origin.name(),
        last);
  }

  private static BundleRow row(ResultSet row) throws SQLException {
    return new BundleRow(
        row.getLong("id"),
        row.getString("direction"),
        Optional.ofNullable(row.getString("backend")),
        row.getString("file"),
        Optional.ofNullable(row.getString("sha256")),
        row.getLong("bytes"),
        Optional.ofNullable(row.getString("content")),
        number(row, "base_size"),
        number(row, "from_entry"),
        number(row, "to_entry"),
        number(row, "tree_size"),
        small(row, "volume"),
        small(row, "volumes"),
        Optional.ofNullable(row.getString("signed_by")),
        row.getString("who"),
        time(row, "started_at"),
        time(row, "finished_at"),
        row.getString("outcome"),
        Optional.ofNullable(row.getString("message")));
  }

  private static OptionalLong number(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }

  private static OptionalInt small(ResultSet row, String column) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(value);
  }

  private static Instant time(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
