/**
 * Connections to PostgreSQL: connection strings, pooled and single connections, statements, and the
 * translation of SQL errors.
 *
 * <pre>
 *   ConnectionString target = ConnectionString.parse("postgresql://stella@localhost/stella");
 *   try (Database database = Database.pooled(target, "attestor", "run")) {
 *     new Sql(database).first("select 42", row -&gt; row.getInt(1));
 *   }
 * </pre>
 *
 * <p>A connection string has one of three formats: keyword/value pairs as in Npgsql, a URI as in
 * libpq, or a JDBC URL. Unknown keys are errors, because a mistyped {@code SSL Mode} would silently
 * disable encryption. Messages and {@code toString()} never contain passwords.
 *
 * <p>{@link org.stellaops.attestor.postgres.connection.Database} does not create tables; package
 * {@code postgres} does. This package uses only {@code failure}, and neither {@code postgres} nor
 * {@code postgres.embedded}.
 */
@NullMarked
package org.stellaops.attestor.postgres.connection;

import org.jspecify.annotations.NullMarked;
