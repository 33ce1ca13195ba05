package org.stellaops.attestor.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.mirror.store.Pause;
import org.stellaops.attestor.mirror.store.PauseStore;
import org.stellaops.attestor.postgres.connection.Sql;

/** Stores pauses, at most one row per backend. */
public record PostgresPauseStore(Sql sql) implements PauseStore {
  private static final String SELECT =
      "select backend, paused_at, paused_by, reason from paused_backends";

  @Override
  public List<Pause> all() {
    return sql.list(SELECT + " order by backend", PostgresPauseStore::pause);
  }

  @Override
  public Optional<Pause> find(String backend) {
    return sql.first(SELECT + " where backend = ?", PostgresPauseStore::pause, backend);
  }

  @Override
  public boolean save(Pause pause) {
    return sql.update(
        """
        insert into paused_backends (backend, paused_at, paused_by, reason)
        values (?, ?, ?, ?)
        on conflict (backend) do nothing
        """,
        pause.backend(),
        pause.since(),
        pause.operator(),
        pause.reason());
  }

  @Override
  public boolean remove(String backend) {
    return sql.update("delete from paused_backends where backend = ?", backend);
  }

  private static Pause pause(ResultSet row) throws SQLException {
    return new Pause(
        row.getString("backend"),
        RowMappers.instant(row, "paused_at"),
        row.getString("paused_by"),
        row.getString("reason"));
  }
}
