/**
 * The backends in JMX: one MXBean for each enabled backend of a running daemon.
 *
 * <pre>
 *   org.stellaops.attestor:type=Backend,name=sigstore-rekor-v2
 *     TreeSize 45678901   MirroredSize 45678901   Coverage 1.0   State current
 *     syncNow()  exportNow()  pause()  resume()
 * </pre>
 *
 * <p>{@link org.stellaops.attestor.app.jmx.BackendMXBean} is the public contract: attribute and
 * operation names are shown in JMX consoles. {@link org.stellaops.attestor.app.jmx.MBeanRegistrar}
 * registers the beans when the daemon starts and removes them when it stops.
 *
 * <p>This package does not compute state. It reads the cached state of a log and starts the same
 * routes that the commands use. Camel's own MBeans are not configured here.
 *
 * <p>May use: {@code app}, {@code app.beans} and everything that {@code app} may use.
 */
@NullMarked
package org.stellaops.attestor.app.jmx;

import org.jspecify.annotations.NullMarked;
