/**
 * Tree arithmetic of tiled transparency logs: hashes, tiles, entry bundles, roots and proofs.
 *
 * <p>The log is a Merkle tree over entries as RFC 6962 defines it. Its hashes are published in
 * tiles of 256, as <a href="https://c2sp.org/tlog-tiles">c2sp.org/tlog-tiles</a> lays them out:
 *
 * <pre>
 *   checkpoint                    the signed tree head (see package checkpoint)
 *   tile/0/x019/669               256 leaf hashes: entries 5,035,264 to 5,035,519
 *   tile/1/074.p/21               a partial tile: the first 21 hashes, each the root of a level-0 tile
 *   tile/entries/x019/669         the 256 entries under tile/0/x019/669, each behind a u16 length
 * </pre>
 *
 * <p>Hash {@code i} of tile {@code (level, index)} is the root of the complete subtree of 256^level
 * leaves that starts at leaf {@code (256·index + i)·256^level}. A full tile therefore has its own
 * root one level up, which is how every tile can be checked on its own, from the top down.
 *
 * <p>Everything here is a pure function of its arguments and needs nothing but the JDK. Input from
 * outside is refused with {@link org.stellaops.attestor.tlog.MalformedException}; parsing and
 * printing are inverses. Nothing here fetches, stores, or trusts anything.
 */
@NullMarked
package org.stellaops.attestor.tlog;

import org.jspecify.annotations.NullMarked;
