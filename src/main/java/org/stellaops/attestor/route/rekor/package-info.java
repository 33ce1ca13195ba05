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
 * <p>{@link org.stellaops.attestor.route.rekor.Shards} discovers the shards. {@link
 * org.stellaops.attestor.route.rekor.ShardProofs} verifies consistency proofs of the server. {@link
 * org.stellaops.attestor.route.rekor.EntryDownloads} downloads all entries of a small shard and
 * builds tiles over them. {@link org.stellaops.attestor.route.rekor.EntryFetches} fetches single
 * entries, and {@link org.stellaops.attestor.route.rekor.Anchors} stores consistency proofs that
 * tie a checkpoint to the pending head. The variables are {@code discovery}, {@code entryDownload},
 * {@code entryRequest} and {@code anchorRequest}.
 *
 * <p>This package does not parse the JSON of the server, which package {@code rekor} does. Among
 * the packages of routes it uses the root, {@code fetch} and {@code sync}.
 */
@NullMarked
package org.stellaops.attestor.route.rekor;

import org.jspecify.annotations.NullMarked;
