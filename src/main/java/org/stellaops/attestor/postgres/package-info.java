/**
 * The store of checkpoints in PostgreSQL, and a PostgreSQL of our own for those who have none.
 *
 * <pre>
 *   ConnectionString target = ConnectionString.parse("Host=localhost;Database=stella;Username=stella");
 *   try (Database database = Database.pooled(target, "attestor", "run")) {
 *     new CheckpointSchema(database).prepare(true);
 *     CheckpointStore store = new PostgresCheckpointStore(database);
 *     LogLocks locks = new PostgresLogLocks(database);
 *     …
 *   }
 * </pre>
 *
 * <p>Three tables, made by the migrations under {@code db/migration}: {@code rekor_checkpoints}
 * keeps every note that was accepted, byte for byte and for ever the same; {@code log_heads} says
 * in one row for each log where the mirror stands; {@code sync_cycles} is the journal of what was
 * done. Heads move by compare-and-set in single statements, and a trigger refuses every move
 * backwards or sideways, so that no other program and no hurried hand in {@code psql} makes one
 * either.
 *
 * <p>One writer for each log: {@link org.stellaops.attestor.postgres.PostgresLogLocks} takes
 * session advisory locks. They vanish with the connection, so a process that is killed holds
 * nothing. Behind a pooler in transaction mode they mean nothing; connect to the server itself.
 *
 * <p>Without a configured connection {@link org.stellaops.attestor.postgres.EmbeddedServer} runs a
 * PostgreSQL under the data directory, which all processes that use the directory share:
 *
 * <pre>
 *   &lt;dataDir&gt;/postgres/data          the database cluster; complete, or not there
 *   &lt;dataDir&gt;/postgres/binaries-…    initdb, pg_ctl, postgres and their libraries
 *   &lt;dataDir&gt;/postgres/password      the password of the user stella, readable by the owner only
 *   &lt;dataDir&gt;/postgres/lock          who starts and stops (byte 0), who uses the server (byte 1)
 *   &lt;dataDir&gt;/postgres/server.log    what the server says
 * </pre>
 *
 * <p>Passwords appear in no message and in no {@code toString()}.
 */
@NullMarked
package org.stellaops.attestor.postgres;

import org.jspecify.annotations.NullMarked;
