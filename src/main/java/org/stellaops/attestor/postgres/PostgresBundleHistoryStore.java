package org.stellaops.attestor.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.mirror.store.BundleHistoryStore;
import org.stellaops.attestor.mirror.store.BundleRow;
import org.stellaops.attestor.postgres.connection.Sql;

/** Stores the history of exports and imports in table {@code bundles}. */
public record PostgresBundleHistoryStore(Sql sql) implements BundleHistoryStore {
  @Override
  public List<BundleRow> newest(int limit) {
    String query =
        """
        select id, direction, backend, file, sha256, bytes, content, base_size, from_entry,
               to_entry, tree_size, volume, volumes, signed_by, who, started_at, finished_at,
               outcome, message
          from bundles order by id desc limit ?
        """;
    return sql.list(query, PostgresBundleHistoryStore::row, limit);
  }

  @Override
  public List<Long> exportedSizes(Origin origin, int limit) {
    String query =
        """
        select tree_size from bundles
          where direction = 'export' and outcome = 'written' and origin = ?
          group by tree_size order by max(id) desc limit ?
        """;
    return sql.list(query, row -> row.getLong("tree_size"), origin.name(), limit);
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
        RowMappers.optionalLong(row, "base_size"),
        RowMappers.optionalLong(row, "from_entry"),
        RowMappers.optionalLong(row, "to_entry"),
        RowMappers.optionalLong(row, "tree_size"),
        RowMappers.optionalInt(row, "volume"),
        RowMappers.optionalInt(row, "volumes"),
        Optional.ofNullable(row.getString("signed_by")),
        row.getString("who"),
        RowMappers.instant(row, "started_at"),
        RowMappers.instant(row, "finished_at"),
        row.getString("outcome"),
        Optional.ofNullable(row.getString("message")));
  }
}
