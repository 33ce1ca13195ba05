package org.stellaops.attestor.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.mirror.store.RejectedNote;
import org.stellaops.attestor.mirror.store.RejectedNoteStore;
import org.stellaops.attestor.postgres.connection.Database;
import org.stellaops.attestor.postgres.connection.Sql;

/** Stores rejected notes. */
public final class PostgresRejectedNoteStore implements RejectedNoteStore {
  private final Sql sql;

  /** Uses the schema of this database, which must be up to date. */
  public PostgresRejectedNoteStore(Database database) {
    this.sql = new Sql(database);
  }

  @Override
  public List<RejectedNote> newest(Origin origin, int limit) {
    return sql.list(
        """
        select kind, raw_note, source, message, times, first_seen_at, last_seen_at
          from refused_notes
         where origin = ?
         order by last_seen_at desc, id desc
         limit ?
        """,
        PostgresRejectedNoteStore::note,
        origin.name(),
        limit);
  }

  private static RejectedNote note(ResultSet row) throws SQLException {
    return new RejectedNote(
        row.getString("kind"),
        row.getBytes("raw_note"),
        row.getString("source"),
        row.getString("message"),
        row.getLong("times"),
        row.getObject("first_seen_at", OffsetDateTime.class).toInstant(),
        row.getObject("last_seen_at", OffsetDateTime.class).toInstant());
  }
}
