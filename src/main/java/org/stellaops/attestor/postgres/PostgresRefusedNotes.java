package org.stellaops.attestor.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.mirror.RefusedNote;
import org.stellaops.attestor.mirror.RefusedNotes;

/** Refused notes in PostgreSQL. */
public final class PostgresRefusedNotes implements RefusedNotes {
  private final Sql sql;

  /** Those of this database, whose schema is there already. */
  public PostgresRefusedNotes(Database database) {
    this.sql = new Sql(database);
  }

  @Override
  public List<RefusedNote> newest(Origin origin, int last) {
    return sql.list(
        """
        select kind, raw_note, source, message, times, first_seen_at, last_seen_at
          from refused_notes
         where origin = ?
         order by last_seen_at desc, id desc
         limit ?
        """,
        PostgresRefusedNotes::note,
        origin.name(),
        last);
  }

  private static RefusedNote note(ResultSet row) throws SQLException {
    return new RefusedNote(
        row.getString("kind"),
        row.getBytes("raw_note"),
        row.getString("source"),
        row.getString("message"),
        row.getLong("times"),
        row.getObject("first_seen_at", OffsetDateTime.class).toInstant(),
        row.getObject("last_seen_at", OffsetDateTime.class).toInstant());
  }
}
