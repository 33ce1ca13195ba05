/**
 * The mirror as files, in the layout of <a
 * href="https://c2sp.org/tlog-tiles">c2sp.org/tlog-tiles</a>. Any static web server can serve it,
 * and any client of that specification can read it:
 *
 * <pre>
 *   &lt;basePath&gt;/61e0…c9/checkpoint                     newest complete checkpoint
 *   &lt;basePath&gt;/61e0…c9/tile/0/x019/669                256 leaf hashes
 *   &lt;basePath&gt;/61e0…c9/tile/1/074.p/21                a partial tile: the first 21 hashes
 *   &lt;basePath&gt;/61e0…c9/tile/entries/x019/669          256 entries
 * </pre>
 *
 * <p>{@code 61e0…c9} is the SHA-256 of the origin. Each log has one writer at a time; readers need
 * no lock. A file gets its final name after it was verified and written, and does not change
 * afterwards, with two exceptions: {@code checkpoint} is replaced, last and durably, and a partial
 * file is deleted when a wider one exists. Downloaded tiles and entry bundles are written by a
 * route, not by this package.
 *
 * <p>Tiles are not synced to disk one by one. A power failure can therefore leave a tile empty or
 * truncated under its final name. Such a file counts as missing and is fetched again. A repair
 * replaces bad files durably, one by one, and only with verified content.
 *
 * <p>{@link org.stellaops.attestor.filetree.FileLogSource} reads a log that is provided as a
 * directory instead of a server. Only there may entry bundles be compressed with gzip.
 *
 * <p>The package implements ports of {@code mirror}. It opens no connection and verifies no
 * signature. It uses {@code mirror}, {@code proof} and the packages below them.
 */
@NullMarked
package org.stellaops.attestor.filetree;

import org.jspecify.annotations.NullMarked;
