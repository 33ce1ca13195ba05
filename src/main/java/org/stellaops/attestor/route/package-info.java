/**
 * Shared classes of the beans that the Camel routes call.
 *
 * <p>A route names a bean and a method. The bean is an ordinary class whose method takes the
 * message body and the exchange variables that it needs, and returns the next body:
 *
 * <pre>
 *   - bean:
 *       id: compare-checkpoint
 *       description: Compare it with the pending checkpoint
 *       ref: checkpoints
 *       method: compare
 * </pre>
 *
 * <p>A predicate of a route is a method that returns a boolean and has no side effects. The
 * variable {@code backend} holds the id of a backend in all routes; every sub-package describes its
 * own variables.
 *
 * <p>Every entry route sets the variable {@code operation} first. If a step fails, the route
 * configuration {@code entry} calls {@link org.stellaops.attestor.route.Operation#fail}, whose
 * result is the reply to the caller.
 *
 * <p>The sub-packages follow the use cases: {@code sync}, {@code rekor}, {@code airgap}, {@code
 * maintenance}, {@code verification} and {@code monitoring}; {@code fetch} serves all of them. This
 * package depends on none of them. {@code sync} depends on {@code fetch}, and the others depend on
 * {@code sync} and {@code fetch}, but not on each other.
 */
@NullMarked
package org.stellaops.attestor.route;

import org.jspecify.annotations.NullMarked;
