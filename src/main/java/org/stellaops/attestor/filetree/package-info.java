/**
 * The mirror as files, in the layout of <a
 * href="https://c2sp.org/tlog-tiles">c2sp.org/tlog-tiles</a>, so that any static web server can
 * serve it and any client of that specification can read it:
 *
 * <pre>
 *   &lt;basePath&gt;/61e0…c9/checkpoint                     the newest checkpoint of which all is there
 *   &lt;basePath&gt;/61e0…c9/tile/0/x019/669                256 leaf hashes
 *   &lt;basePath&gt;/61e0…c9/tile/1/074.p/21                a partial tile: the first 21 hashes
 *   &lt;basePath&gt;/61e0…c9/tile/entries/x019/669          256 entries
 * </pre>
 *
 * <p>{@code 61e0…c9} is the SHA-256 of the origin. Each log has one writer at a time; readers need
 * no lock. A file gets its final name after it was verified and written, and then stays as it is,
 * except for two: {@code checkpoint} is replaced, last of all and durably, and partial files go
 * when a wider one has taken their place. Tiles and bundles themselves are written by a route.
 *
 * <p>A power failure can leave a tile empty or short under its final name, because tiles are not
 * written through to the disk one by one. Such a file counts as missing and is fetched again.
 *
 * <p>A repair replaces bad files durably, one by one, and only with content that was proved.
 *
 * <p>{@link org.stellaops.attestor.filetree.SourceTree} is the other direction: a log that somebody
 * gives us as a directory instead of a server. Only there may entry bundles lie in gzip, as some
 * logs keep them.
 */
@NullMarked
package org.stellaops.attestor.filetree;

import org.jspecify.annotations.NullMarked;
