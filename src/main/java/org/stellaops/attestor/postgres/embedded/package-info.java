/**
 * A PostgreSQL server in the data directory, for installations without a configured connection.
 *
 * <pre>
 *   try (EmbeddedServer server = EmbeddedServer.open(dataDir)) {
 *     ConnectionTarget target = server.connectionString();
 *     …
 *   }
 * </pre>
 *
 * <p>All processes that use the same data directory share one server. The first process starts it,
 * the last one stops it, and file locks count the users, so that a killed process counts no longer.
 * A server whose users were all killed keeps running, and the next process uses it.
 *
 * <pre>
 *   &lt;dataDir&gt;/postgres/data          the database cluster; complete or absent
 *   &lt;dataDir&gt;/postgres/binaries-…    initdb, pg_ctl, postgres and their libraries
 *   &lt;dataDir&gt;/postgres/password      the password of user stella, readable by the owner only
 *   &lt;dataDir&gt;/postgres/lock          byte 0: locked while starting or stopping; byte 1: one shared lock per user
 *   &lt;dataDir&gt;/postgres/server.log    the log of the server
 * </pre>
 *
 * <p>The server listens on a free port of the loopback address only, requires a password and writes
 * durably. This package creates no schema and no tables. It uses {@code connectionstring}, {@code
 * postgres.connection} and {@code failure}, and not {@code postgres}.
 */
@NullMarked
package org.stellaops.attestor.postgres.embedded;

import org.jspecify.annotations.NullMarked;
