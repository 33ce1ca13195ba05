/**
 * Tree arithmetic of tiled transparency logs: hashes, tiles, entry bundles, roots and proofs.
 *
 * <p>A log is a Merkle tree over entries as defined by RFC 6962. Its hashes are published in tiles
 * of 256, as <a href="https://c2sp.org/tlog-tiles">c2sp.org/tlog-tiles</a> specifies:
 *
 * <pre>
 *   checkpoint                    the signed tree head (see package checkpoint)
 *   tile/0/x019/669               256 leaf hashes: entries 5,035,264 to 5,035,519
 *   tile/1/074.p/21               a partial tile: the first 21 hashes, each the root of a level-0 tile
 *   tile/entries/x019/669         the 256 entries under tile/0/x019/669, each behind a u16 length
 * </pre>
 *
 * <p>Hash {@code i} of tile {@code (level, index)} is the root of the complete subtree of 256^level
 * leaves that starts at leaf {@code (256·index + i)·256^level}. The root of a full tile is
 * therefore a hash of its parent tile, so every tile can be verified on its own, from the top down.
 *
 * <p>Everything here is a pure function of its arguments and uses only the JDK. Malformed input is
 * rejected with {@link org.stellaops.attestor.tlog.MalformedException}; parsing and printing are
 * inverses. This package does not fetch, store or trust anything.
 */
@NullMarked
package org.stellaops.attestor.tlog;

import org.jspecify.annotations.NullMarked;
