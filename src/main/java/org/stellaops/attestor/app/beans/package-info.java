/**
 * Creates the objects of a process that runs routes and binds them to bean names.
 *
 * <pre>
 *   registry.bind("checkpoints", graph.checkpoints());   // - bean: {ref: checkpoints, method: …}
 * </pre>
 *
 * <p>{@link org.stellaops.attestor.app.beans.ObjectGraph} calls all constructors once. {@link
 * org.stellaops.attestor.app.beans.AirGapBeans} and {@link
 * org.stellaops.attestor.app.beans.VerificationBeans} do the same for one use case each. {@link
 * org.stellaops.attestor.app.beans.RegistryBeans} binds the results to the names that the YAML
 * routes use, and adds thread pools, type converters and route timers.
 *
 * <p>The beans themselves are in {@code route} and take plain values. Classes whose methods take a
 * Camel exchange, such as {@link org.stellaops.attestor.app.beans.RetryAfterDelay}, are here.
 *
 * <p>May use: {@code app} and everything that {@code app} may use. Must not use: {@code app.jmx}.
 */
@NullMarked
package org.stellaops.attestor.app.beans;

import org.jspecify.annotations.NullMarked;
