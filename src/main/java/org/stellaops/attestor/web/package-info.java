/**
 * What a web page on another site must not be able to do with this program. A browser on the host
 * of the daemon can reach every port that listens on loopback, and sends the operator's session
 * along:
 *
 * <pre>
 *   POST /hawtio/jolokia/       Origin: http://evil.example      a page of another site
 *   GET /metrics                Host: evil.example:9464          a name that resolves to 127.0.0.1 now
 *   GET /hawtio/index.html      Sec-Fetch-Dest: iframe           the console in a frame of that page
 * </pre>
 *
 * <p>{@link BrowserCheck} looks at these headers only, and every server of the program asks it
 * before anything else: the console, metrics and health, and the log of the demo. The rules are
 * those of {@code net/http.CrossOriginProtection} in Go, with the host name in addition.
 *
 * <p>A program that is no browser, like curl or Prometheus, sends none of the headers but {@code
 * Host}. The package uses {@code failure} only.
 */
@NullMarked
package org.stellaops.attestor.web;

import org.jspecify.annotations.NullMarked;
