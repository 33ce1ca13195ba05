/**
 * The HTTP client of all requests: to logs, Rekor servers, peers and the webhook.
 *
 * <p>A server is untrusted. Whatever it sends, and however slowly, a request ends in time and costs
 * little memory, and requests to other servers are not affected:
 *
 * <pre>
 *   requestTimeout 30s
 *     0 s   lookup, connect, TLS handshake, request
 *     5 s   HTTP/1.1 200 OK                 a line has at most 8 KiB
 *     7 s   X-Header: ...                   at most 100 of them
 *    30 s   the connection is closed, even if bytes still arrive
 * </pre>
 *
 * <p>{@link org.stellaops.attestor.route.http.ResponseLimits} configures the client of an endpoint,
 * {@link org.stellaops.attestor.route.http.HttpConnections} has the connections of all endpoints.
 *
 * <p>This package verifies and stores nothing. It uses no other package of routes.
 */
@NullMarked
package org.stellaops.attestor.route.http;

import org.jspecify.annotations.NullMarked;
