/**
 * Rekor v1 servers: shards, anchors and entries.
 *
 * <p>A Rekor v1 server has no tiles. It advertises all of its shards in one response, and each
 * shard is synchronized as a log of its own, with a backend id of the form {@code ID/TREEID}:
 *
 * <pre>
 *   rekor                         the server
 *   rekor/1193050959916656506     one of its shards
 * </pre>
 *
 * <p>The variables are {@code discovery}, {@code entryDownload}, {@code entryRequest} and {@code
 * anchorRequest}.
 *
 * <p>This package does not parse the JSON of the server, which package {@code rekor} does. Among
 * the packages of routes it uses the root, {@code fetch} and {@code sync}.
 */
@NullMarked
package org.stellaops.attestor.route.rekor;

import org.jspecify.annotations.NullMarked;
