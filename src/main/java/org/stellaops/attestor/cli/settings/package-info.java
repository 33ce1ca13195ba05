/**
 * The commands for the configuration file: {@code config init}, {@code config validate}, {@code
 * config show} and {@code config explain}.
 *
 * <pre>
 *   $ stella attestor config init
 *   $ stella attestor config validate --config new.yaml
 *   $ stella attestor config show -o json
 *   $ stella attestor config explain syncInterval
 * </pre>
 *
 * <p>{@code init} writes a first file and never changes an existing one. {@code validate} reports
 * all problems at once, each with its line, and reads the key and password files that the
 * configuration names. {@code show} prints every key with its effective value and line; passwords
 * are omitted. {@code explain} prints the manual entry of a key.
 *
 * <p>These commands connect to nothing. Backends are edited by {@code backend add} and {@code
 * backend remove}.
 */
@NullMarked
package org.stellaops.attestor.cli.settings;

import org.jspecify.annotations.NullMarked;
