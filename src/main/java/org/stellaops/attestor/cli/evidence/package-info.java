/**
 * The {@code evidence} commands: list, show, export and verify proof that a log has contradicted
 * itself.
 *
 * <pre>
 *   $ stella attestor evidence list
 *   $ stella attestor evidence export 1 --output split.evidence
 *   $ stella attestor evidence verify split.evidence --public-key log.pub
 * </pre>
 *
 * <p>{@code list}, {@code show} and {@code export} read the database. {@code verify} needs only the
 * file and the public key of the log, so that a third party can run it without a configuration.
 *
 * <p>Evidence is collected by the routes and stored by {@code postgres}; nothing here adds or
 * deletes any. {@code backend release} ends the quarantine that evidence causes.
 */
@NullMarked
package org.stellaops.attestor.cli.evidence;

import org.jspecify.annotations.NullMarked;
