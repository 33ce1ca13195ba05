package org.stellaops.attestor.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.mirror.store.RejectedNote;
import org.stellaops.attestor.mirror.store.RejectedNoteStore;
import org.stellaops.attestor.postgres.connection.Sql;

/** Stores rejected notes. */
public record PostgresRejectedNoteStore(Sql sql) implements RejectedNoteStore {
  @Override
  public List<RejectedNote> newest(Origin origin, int limit) {
    String query =
        """
        select kind, raw_note, source, message, times, first_seen_at, last_seen_at
          from refused_notes
         where origin = ?
         order by last_seen_at desc, id desc
         limit ?
        """;
    return sql.list(query, PostgresRejectedNoteStore::note, origin.name(), limit);
  }

  private static RejectedNote note(ResultSet row) throws SQLException {
    return new RejectedNote(
        row.getString("kind"),
        row.getBytes("raw_note"),
        row.getString("source"),
        row.getString("message"),
        row.getLong("times"),
        RowMappers.instant(row, "first_seen_at"),
        RowMappers.instant(row, "last_seen_at"));
  }
}
