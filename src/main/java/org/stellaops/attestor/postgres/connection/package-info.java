/**
 * Connections to PostgreSQL: pooled and single connections, statements, and the translation of SQL
 * errors.
 *
 * <pre>
 *   ConnectionTarget target = ConnectionTarget.parse("postgresql://stella@localhost/stella");
 *   try (Database database = Database.direct(target, "attestor", "read")) {
 *     new Sql(database).first("select 42", row -&gt; row.getInt(1));
 *   }
 * </pre>
 *
 * <p>{@link org.stellaops.attestor.postgres.connection.Database} does not create tables; package
 * {@code postgres} does. This package uses {@code failure} and {@code connectionstring}, and
 * neither {@code postgres} nor {@code postgres.embedded}.
 */
@NullMarked
package org.stellaops.attestor.postgres.connection;

import org.jspecify.annotations.NullMarked;
