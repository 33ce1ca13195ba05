package org.stellaops.attestor.postgres;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.stellaops.attestor.mirror.AlertStore;
import org.stellaops.attestor.mirror.KeptEvidence;

/** Deliveries in PostgreSQL, at most a row for each piece of evidence. */
public final class PostgresAlertStore implements AlertStore {
  private final Sql sql;

  /** The store of this database, whose schema is there already. */
  public PostgresAlertStore(Database database) {
    this.sql = new Sql(database);
  }

  @Override
  public List<KeptEvidence> undelivered() {
    return sql.list(
        PostgresEvidenceStore.EVIDENCE
            + "where id not in"
            + " (select evidence from alert_deliveries where delivered_at is not null)"
            + " order by id",
        PostgresEvidenceStore::kept);
  }

  @Override
  public void delivered(long evidence, Instant now) {
    sql.changes(
        """
        insert into alert_deliveries (evidence, delivered_at, tries, last_tried_at)
        values (?, ?, 1, ?)
        on conflict (evidence) do update
          set delivered_at = coalesce(alert_deliveries.delivered_at, excluded.delivered_at),
              tries = alert_deliveries.tries + 1,
              last_tried_at = excluded.last_tried_at,
              last_failure = null
        """,
        evidence,
        now.atOffset(ZoneOffset.UTC),
        now.atOffset(ZoneOffset.UTC));
  }

  @Override
  public void failed(long evidence, String why, Instant now) {
    sql.changes(
        """
        insert into alert_deliveries (evidence, tries, last_tried_at, last_failure)
        values (?, 1, ?, ?)
        on conflict (evidence) do update
          set tries = alert_deliveries.tries + 1,
              last_tried_at = excluded.last_tried_at,
              last_failure = excluded.last_failure
          where alert_deliveries.delivered_at is null
        """,
        evidence,
        now.atOffset(ZoneOffset.UTC),
        why);
  }
}
