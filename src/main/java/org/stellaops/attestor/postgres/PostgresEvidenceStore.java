package org.stellaops.attestor.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.checkpoint.Checkpoint;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.evidence.EvidenceFile;
import org.stellaops.attestor.mirror.Evidence;
import org.stellaops.attestor.mirror.EvidenceStore;
import org.stellaops.attestor.mirror.KeptEvidence;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * Evidence in PostgreSQL, each a row with its file. A log is in quarantine by having such a row.
 */
public final class PostgresEvidenceStore implements EvidenceStore {
  static final String EVIDENCE =
      "select id, file, released_at, released_by, release_reason from evidence ";

  private final Sql sql;

  /** The store of this database, whose schema is there already. */
  public PostgresEvidenceStore(Database database) {
    this.sql = new Sql(database);
  }

  @Override
  public long keep(Evidence evidence) {
    TreeHead known = head(evidence.known());
    TreeHead shown = head(evidence.shown());
    // seen again after a release it is a row of its own, and the old release stays on record
    return sql.first(
            """
            insert into evidence (origin, backend, kind, detected_at,
                known_size, known_root, shown_size, shown_root, file)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (origin, known_size, known_root, shown_size, shown_root)
               where released_at is null
               do update set backend = excluded.backend
            returning id
            """,
            row -> row.getLong("id"),
            evidence.origin().name(),
            evidence.backend(),
            evidence.kind().word(),
            time(evidence.detectedAt()),
            known.size(),
            known.root().bytes(),
            shown.size(),
            shown.root().bytes(),
            EvidenceFile.print(evidence))
        .orElseThrow();
  }

  @Override
  public Optional<KeptEvidence> find(long id) {
    return sql.first(EVIDENCE + "where id = ?", PostgresEvidenceStore::kept, id);
  }

  @Override
  public List<KeptEvidence> all() {
    return sql.list(EVIDENCE + "order by id desc", PostgresEvidenceStore::kept);
  }

  @Override
  public Optional<KeptEvidence> quarantine(Origin origin) {
    return sql.first(
        EVIDENCE + "where origin = ? and released_at is null order by id limit 1",
        PostgresEvidenceStore::kept,
        origin.name());
  }

  @Override
  public boolean release(Origin origin, KeptEvidence.Release release) {
    return sql.changes(
        """
        update evidence set released_at = ?, released_by = ?, release_reason = ?
         where origin = ? and released_at is null
        """,
        time(release.at()),
        release.by(),
        release.reason(),
        origin.name());
  }

  static KeptEvidence kept(ResultSet row) throws SQLException {
    OffsetDateTime at = row.getObject("released_at", OffsetDateTime.class);
    Optional<KeptEvidence.Release> release =
        at == null
            ? Optional.empty()
            : Optional.of(
                new KeptEvidence.Release(
                    at.toInstant(), row.getString("released_by"), row.getString("release_reason")));
    return new KeptEvidence(row.getLong("id"), EvidenceFile.parse(row.getBytes("file")), release);
  }

  private static TreeHead head(SignedNote note) {
    return Checkpoint.parse(note.text()).head();
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
