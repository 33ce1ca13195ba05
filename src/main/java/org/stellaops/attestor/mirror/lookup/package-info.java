/**
 * Reading a mirror: looking up entries, matching foreign checkpoints, building tiles.
 *
 * <p>{@link org.stellaops.attestor.mirror.lookup.LocalMirror} reads a mirror from its files alone
 * and needs no database. Everything it returns as verified is hashed up to the signed root first:
 *
 * <pre>
 *   MirrorMatcher matcher = new MirrorMatcher(backends, tree, AnchorStore.NONE, QuarantineLookup.NONE, sink, clock);
 *   InclusionClaim claim =
 *       new InclusionClaim(checkpoint, inclusionProof, leafHash, "app.sigstore.json");
 *   MirrorMatch match = matcher.match(claim);   // anchored, beyond_mirror, not_mirrored, …
 * </pre>
 *
 * <p>{@link org.stellaops.attestor.mirror.lookup.CheckpointCrossCheck} compares a checkpoint from
 * another network with the mirrored history. {@link
 * org.stellaops.attestor.mirror.lookup.TreeBuilder} builds tiles from entries for logs that publish
 * none. This package changes no mirror. It uses {@code mirror.store}, {@code mirror}, {@code
 * checkpoint}, {@code note}, {@code tlog} and {@code failure}.
 */
@NullMarked
package org.stellaops.attestor.mirror.lookup;

import org.jspecify.annotations.NullMarked;
