/**
 * Bundles: how a verified mirror crosses an air gap.
 *
 * <p>A bundle is an archive of one log. Unpacked it is a tree in the layout of <a
 * href="https://c2sp.org/tlog-tiles">c2sp.org/tlog-tiles</a>, which any client of that
 * specification can read, and beside it what the importer wants to know first:
 *
 * <pre>
 *   manifest.json              what this is: origin, key, tree size, root, range, counts, digests
 *   manifest.note              a signed note over the manifest, if the exporter has a key
 *   checkpoint                 the log's note over the exported tree, as it came
 *   checkpoints/4096           further notes of the log, named after their tree sizes
 *   consistency/4096           of a log without tiles: the proof from that note to the checkpoint
 *   pending                    a newer note whose tiles the exporter does not all have yet
 *   trust/…  anchors/…         carried as they are and believed by nobody
 *   tile/2/000.p/1             the right edge, and the path to where the base ends
 *   tile/1/000                 then, for each 65,536 entries, the level-1 tile over them,
 *   tile/0/000 …               the level-0 tiles under it
 *   tile/entries/000 …         and the entry bundles
 * </pre>
 *
 * <p>The order is fixed, parents before children, so that whoever reads a bundle knows at every
 * moment which file must come next and what it must hash to; anything else is refused at once. The
 * file itself is a row of segments, each compressed on its own, so that many processors can write
 * and check one bundle, and ends in a seal: the SHA-256 of all bytes before it. {@code tar}, {@code
 * gzip} and {@code zstd} read it as they read any other archive.
 *
 * <p>A log without tiles, as a shard of a Rekor v1 server, goes into the same archive with the
 * content {@code checkpoints} and not one tile. In place of the tiles there is a file of hashes for
 * each further note, RFC 6962's consistency proof from its tree to the exported one; a bundle that
 * counts a tile has no such file.
 *
 * <p>There is one spelling of everything: the same state gives the same bytes, and a header, a
 * manifest or a seal that would have been written differently is refused.
 *
 * <p>Nothing in a bundle is trusted. The importer has the log's key from its own configuration, and
 * every tile and entry is checked against a root that this key has signed, by the same classes that
 * check downloads. What the manifest says is a claim, and each claim is compared with what comes;
 * {@link org.stellaops.attestor.bundle.BundleManifest} names the two for which nothing comes.
 */
@NullMarked
package org.stellaops.attestor.bundle;

import org.jspecify.annotations.NullMarked;
