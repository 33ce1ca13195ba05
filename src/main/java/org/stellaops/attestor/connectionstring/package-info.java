/**
 * PostgreSQL connection strings.
 *
 * <pre>
 *   ConnectionString text = new ConnectionString("Host=db;Database=stella;Username=stella;Password=x");
 *   text.toString();                    // Host=db;Database=stella;Username=stella;Password=***
 *   ConnectionTarget target = ConnectionTarget.parse(text.text());
 *   target.jdbcUrl();                   // jdbc:postgresql://db:5432/stella
 * </pre>
 *
 * <p>A connection string has one of three formats: keyword/value pairs as in Npgsql, a URI as in
 * libpq, or a JDBC URL. {@link org.stellaops.attestor.connectionstring.ConnectionString} holds the
 * text as it is written in a configuration file and prints it without passwords, even if it does
 * not parse. {@link org.stellaops.attestor.connectionstring.ConnectionTarget} is the parsed value.
 * Unknown keys are errors, because a mistyped {@code SSL Mode} would silently disable encryption.
 * Messages and {@code toString()} never contain passwords.
 *
 * <p>This package does not connect. It uses {@code failure} and the JDBC driver's URL parser.
 */
@NullMarked
package org.stellaops.attestor.connectionstring;

import org.jspecify.annotations.NullMarked;
