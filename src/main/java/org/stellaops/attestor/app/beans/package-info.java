/**
 * Creates the objects of a process that runs routes and binds them to bean names.
 *
 * <pre>
 *   shared.bind("checkpoints", new Checkpoints(…));   // - bean: {ref: checkpoints, method: …}
 * </pre>
 *
 * <p>{@link org.stellaops.attestor.app.beans.ObjectGraph} creates one object of {@code SyncBeans},
 * {@code RekorBeans}, {@code AirGapBeans}, {@code MaintenanceBeans}, {@code VerificationBeans} and
 * {@code MonitoringBeans} each. These call the constructors of their use case and bind the results
 * to the names that the YAML routes use. {@link org.stellaops.attestor.app.beans.RegistryBeans}
 * hands them to Camel, and adds thread pools, type converters and route timers.
 *
 * <p>The beans themselves are in {@code route} and take plain values. Classes whose methods take a
 * Camel exchange, such as {@link org.stellaops.attestor.app.beans.RetryAfterDelay}, are here.
 *
 * <p>May use: {@code app} and everything that {@code app} may use. Must not use: {@code app.jmx}.
 */
@NullMarked
package org.stellaops.attestor.app.beans;

import org.jspecify.annotations.NullMarked;
