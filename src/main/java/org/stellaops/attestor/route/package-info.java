/**
 * The nouns that the routes talk to.
 *
 * <p>A route names a bean and a verb; the bean is an ordinary class whose method takes the message
 * body and the variables it needs, and returns the next body:
 *
 * <pre>
 *   - bean:
 *       id: judge-checkpoint
 *       description: Compare it with the pending checkpoint
 *       ref: checkpoints
 *       method: judge
 * </pre>
 *
 * <p>Two variables run through a cycle: {@code backend}, the id of the log, and {@code cycle}, the
 * {@link org.stellaops.attestor.route.Cycle}. A unit of work travels without them and carries all
 * it needs in its body. Questions that a {@code choice} asks are methods that return a boolean and
 * change nothing.
 */
@NullMarked
package org.stellaops.attestor.route;

import org.jspecify.annotations.NullMarked;
