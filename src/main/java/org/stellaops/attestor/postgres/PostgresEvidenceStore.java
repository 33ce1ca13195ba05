package org.stellaops.attestor.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.evidence.EvidenceFile;
import org.stellaops.attestor.mirror.Evidence;
import org.stellaops.attestor.mirror.store.EvidenceStore;
import org.stellaops.attestor.mirror.store.StoredEvidence;
import org.stellaops.attestor.postgres.connection.Sql;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * Stores evidence, each with its evidence file. A log is in quarantine while it has an evidence
 * that is not released.
 */
public record PostgresEvidenceStore(Sql sql) implements EvidenceStore {
  static final String SELECT_EVIDENCE =
      "select id, file, released_at, released_by, release_reason from evidence ";

  @Override
  public long save(Evidence evidence) {
    TreeHead known = evidence.knownHead();
    TreeHead shown = evidence.shownHead();
    // evidence seen again after its release is a new row; the old row keeps its release
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
            evidence.kind().label(),
            evidence.detectedAt(),
            known.size(),
            known.root().bytes(),
            shown.size(),
            shown.root().bytes(),
            EvidenceFile.print(evidence))
        .orElseThrow();
  }

  @Override
  public Optional<StoredEvidence> find(long id) {
    return sql.first(SELECT_EVIDENCE + "where id = ?", PostgresEvidenceStore::storedEvidence, id);
  }

  @Override
  public List<StoredEvidence> all() {
    return sql.list(SELECT_EVIDENCE + "order by id desc", PostgresEvidenceStore::storedEvidence);
  }

  @Override
  public Optional<StoredEvidence> findQuarantine(Origin origin) {
    return sql.first(
        SELECT_EVIDENCE + "where origin = ? and released_at is null order by id limit 1",
        PostgresEvidenceStore::storedEvidence,
        origin.name());
  }

  @Override
  public boolean release(Origin origin, StoredEvidence.Release release) {
    String update =
        """
        update evidence set released_at = ?, released_by = ?, release_reason = ?
         where origin = ? and released_at is null
        """;
    return sql.update(
        update, release.releasedAt(), release.operator(), release.reason(), origin.name());
  }

  static StoredEvidence storedEvidence(ResultSet row) throws SQLException {
    Optional<Instant> releasedAt = RowMappers.optionalInstant(row, "released_at");
    String operator = row.getString("released_by");
    String reason = row.getString("release_reason");
    return new StoredEvidence(
        row.getLong("id"),
        EvidenceFile.parse(row.getBytes("file")),
        releasedAt.map(at -> new StoredEvidence.Release(at, operator, reason)));
  }
}
