package org.stellaops.attestor.postgres;

import java.time.Instant;
import java.util.List;
import org.stellaops.attestor.mirror.store.AlertStore;
import org.stellaops.attestor.mirror.store.StoredEvidence;
import org.stellaops.attestor.postgres.connection.Sql;

/** Stores the deliveries of alerts in table {@code alert_deliveries}: one row per evidence. */
public record PostgresAlertStore(Sql sql) implements AlertStore {
  @Override
  public List<StoredEvidence> undelivered() {
    return sql.list(
        PostgresEvidenceStore.SELECT_EVIDENCE
            + "where id not in"
            + " (select evidence from alert_deliveries where delivered_at is not null)"
            + " order by id",
        PostgresEvidenceStore::storedEvidence);
  }

  @Override
  public void markDelivered(long evidence, Instant now) {
    String insert =
        """
        insert into alert_deliveries (evidence, delivered_at, tries, last_tried_at)
        values (?, ?, 1, ?)
        on conflict (evidence) do update
          set delivered_at = coalesce(alert_deliveries.delivered_at, excluded.delivered_at),
              tries = alert_deliveries.tries + 1,
              last_tried_at = excluded.last_tried_at,
              last_failure = null
        """;
    sql.update(insert, evidence, now, now);
  }

  @Override
  public void recordFailure(long evidence, String message, Instant now) {
    String insert =
        """
        insert into alert_deliveries (evidence, tries, last_tried_at, last_failure)
        values (?, 1, ?, ?)
        on conflict (evidence) do update
          set tries = alert_deliveries.tries + 1,
              last_tried_at = excluded.last_tried_at,
              last_failure = excluded.last_failure
          where alert_deliveries.delivered_at is null
        """;
    sql.update(insert, evidence, now, message);
  }
}
