/**
 * The running application: a Camel context with the routes and beans of one command or of the
 * daemon.
 *
 * <p>{@link org.stellaops.attestor.app.runtime.AttestorRuntime} starts the context, sends one
 * request to a route and returns its answer, and stops the context. It uses {@code app.beans} for
 * the objects, {@code app.jmx} for the management beans, and {@code app}.
 */
@NullMarked
package org.stellaops.attestor.app.runtime;

import org.jspecify.annotations.NullMarked;
