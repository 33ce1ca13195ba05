/**
 * The Hawtio web console, which displays and controls routes, pools and JMX beans:
 *
 * <pre>
 *   attestor:
 *     console:
 *       enabled: true
 *       passwordFile: /etc/stella/console-password     # then http://127.0.0.1:9999/hawtio
 * </pre>
 *
 * <p>The console is disabled by default and listens on the loopback interface unless configured
 * otherwise. A logged-in user can stop routes and pause backends, so a password is required. There
 * is one user; the password comparison takes constant time. {@code console/jolokia-access.xml}
 * lists what a user can read and do, and {@link ConsoleRequests} keeps other web pages from doing
 * it.
 *
 * <p>Hawtio is a web application that includes Jolokia. Camel's Jolokia component must not be on
 * the class path, because the two versions are incompatible. The console shows what JMX exposes.
 * The package uses {@code failure} and {@code web} only.
 */
@NullMarked
package org.stellaops.attestor.console;

import org.jspecify.annotations.NullMarked;
