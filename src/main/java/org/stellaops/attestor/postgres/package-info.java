/**
 * The stores of the application in PostgreSQL: checkpoints, log heads, evidence, alerts, shards,
 * bundle history and locks.
 *
 * <pre>
 *   ConnectionTarget target = ConnectionTarget.parse("Host=localhost;Database=stella;Username=stella");
 *   try (Database database = Database.direct(target, "attestor", "read")) {
 *     new CheckpointSchema(database).prepare(true);
 *     CheckpointStore store = new PostgresCheckpointStore(new Sql(database));
 *     LogLocks locks = new PostgresLogLocks(database);
 *     …
 *   }
 * </pre>
 *
 * <p>Flyway creates the tables from {@code db/migration}. The three main tables are {@code
 * rekor_checkpoints}, which stores every accepted note unchanged; {@code log_heads}, which has one
 * row per log with the state of its mirror; and {@code sync_cycles}, which records every cycle.
 * Heads advance by compare-and-set in a single statement, and a trigger rejects every update that
 * would move a head backwards or to a fork, including updates made in {@code psql}.
 *
 * <p>A log has one writer at a time: {@link org.stellaops.attestor.postgres.PostgresLogLocks} takes
 * session-level advisory locks, which PostgreSQL releases when the connection ends. They do not
 * work through a connection pooler in transaction mode; connect to the server directly.
 *
 * <p>This package implements ports of lower packages and contains no decisions about logs. It uses
 * {@code postgres.connection} but not {@code postgres.embedded}; neither sub-package may use this
 * package.
 */
@NullMarked
package org.stellaops.attestor.postgres;

import org.jspecify.annotations.NullMarked;
