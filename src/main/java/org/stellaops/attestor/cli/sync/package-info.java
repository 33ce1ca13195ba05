/**
 * The commands that mirror logs and show their progress: {@code sync}, {@code sync-status}, {@code
 * run} and {@code demo}.
 *
 * <pre>
 *   $ stella attestor sync --backend sigstore-prod --full
 *   $ stella attestor sync-status -o json
 * </pre>
 *
 * <p>{@code sync} runs one cycle and exits. {@code run} is the daemon: it starts the routes, prints
 * where metrics, health and console are served, and stops in order on SIGTERM. {@code demo} serves
 * a small growing log and mirrors it. {@code sync-status} reads the database only, without starting
 * Camel.
 *
 * <p>The work itself is done by the routes. This package reads options, starts an {@link
 * org.stellaops.attestor.app.runtime.AttestorRuntime} and prints reports.
 */
@NullMarked
package org.stellaops.attestor.cli.sync;

import org.jspecify.annotations.NullMarked;
