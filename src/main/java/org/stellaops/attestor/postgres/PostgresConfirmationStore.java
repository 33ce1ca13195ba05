package org.stellaops.attestor.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.mirror.store.ConfirmationStore;
import org.stellaops.attestor.mirror.store.HistoryConfirmation;
import org.stellaops.attestor.postgres.connection.Sql;

/** Stores confirmations of first contacts, at most one row per log. */
public record PostgresConfirmationStore(Sql sql) implements ConfirmationStore {
  @Override
  public Optional<HistoryConfirmation> find(Origin origin) {
    String query =
        """
        select tree_size, root_hash, confirmed_at, confirmed_by, reason
          from confirmations
         where origin = ?
        """;
    return sql.first(query, PostgresConfirmationStore::confirmation, origin.name());
  }

  @Override
  public Set<Origin> confirmedOrigins() {
    return Set.copyOf(
        sql.list("select origin from confirmations", row -> new Origin(row.getString(1))));
  }

  @Override
  public void save(Origin origin, HistoryConfirmation confirmation) {
    sql.update(
        """
        insert into confirmations (origin, tree_size, root_hash, confirmed_at, confirmed_by, reason)
        values (?, ?, ?, ?, ?, ?)
        on conflict (origin) do update
          set tree_size = excluded.tree_size,
              root_hash = excluded.root_hash,
              confirmed_at = excluded.confirmed_at,
              confirmed_by = excluded.confirmed_by,
              reason = excluded.reason
        """,
        origin.name(),
        confirmation.head().size(),
        confirmation.head().root().bytes(),
        confirmation.confirmedAt(),
        confirmation.operator(),
        confirmation.reason());
  }

  private static HistoryConfirmation confirmation(ResultSet row) throws SQLException {
    return new HistoryConfirmation(
        RowMappers.head(row, "tree_size", "root_hash"),
        RowMappers.instant(row, "confirmed_at"),
        row.getString("confirmed_by"),
        row.getString("reason"));
  }
}
