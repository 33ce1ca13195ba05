/**
 * Fetching a resource of a log by HTTP or from a directory. Nothing that this package returns is
 * verified.
 *
 * <p>A {@link org.stellaops.attestor.route.fetch.FetchRequest} is made by a {@link
 * org.stellaops.attestor.route.fetch.FetchAttempt} and answered by a {@link
 * org.stellaops.attestor.route.fetch.Download}:
 *
 * <pre>
 *   FetchRequest.of("log", new Tile(0, 1, 44))
 *       https://log.example/tile/0/001.p/44    first
 *       https://log.example/tile/0/001         after a 404, because the tile may be full by now
 * </pre>
 *
 * <p>The variable {@code attempt} holds the current attempt, and {@code operation} the {@link
 * org.stellaops.attestor.route.fetch.FetchContext}.
 *
 * <p>This package verifies and stores nothing. Among the packages of routes it uses the root only.
 */
@NullMarked
package org.stellaops.attestor.route.fetch;

import org.jspecify.annotations.NullMarked;
