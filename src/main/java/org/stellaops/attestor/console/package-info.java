/**
 * The Hawtio console in a browser: routes, pools and our own beans, to watch and to operate.
 *
 * <pre>
 *   attestor:
 *     console:
 *       enabled: true
 *       passwordFile: /etc/stella/console-password     # then http://127.0.0.1:9999/hawtio
 * </pre>
 *
 * <p>It is off unless it is switched on, and bound to loopback unless the operator says otherwise.
 * Whoever logs in can stop routes and call every bean, so there is no console without a password.
 * There is one user; the password is compared in a time that does not depend on what was typed.
 *
 * <p>Hawtio comes as a web application of its own, and brings its own Jolokia. Camel's component
 * for Jolokia must not be beside it: the two versions do not get along. The package knows nothing
 * of the rest of the program; what it shows is what JMX has.
 */
@NullMarked
package org.stellaops.attestor.console;

import org.jspecify.annotations.NullMarked;
