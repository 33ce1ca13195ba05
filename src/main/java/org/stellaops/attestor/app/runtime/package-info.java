/**
 * The running application: a Camel context with the routes and beans of one command or of the
 * daemon.
 *
 * <p>{@link org.stellaops.attestor.app.runtime.AttestorRuntime} starts the context, sends one
 * request to a route and returns its answer, and stops the context. It uses {@code app.beans} for
 * the objects, {@code app.jmx} for the management beans, and {@code app}.
 *
 * <p>{@link org.stellaops.attestor.app.runtime.RuntimeProperties} turns the configuration into
 * placeholders of the YAML routes, and into the preconditions by which a command omits the routes
 * that only the daemon needs. {@code BackendRoutes} adds the routes of each backend from the
 * templates.
 *
 * <p>May use: {@code app}, {@code app.beans}, {@code app.jmx} and everything that these may use.
 */
@NullMarked
package org.stellaops.attestor.app.runtime;

import org.jspecify.annotations.NullMarked;
