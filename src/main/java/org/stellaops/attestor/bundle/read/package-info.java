/**
 * Reads air-gap bundles and verifies their contents. A volume is read once, from beginning to end:
 *
 * <pre>
 *   BundleReader.open     the manifest and its signature
 *   readFiles             checkpoints and other metadata files
 *   readProofTiles        the tiles that link the checkpoints
 *   segments              tiles and entry bundles; each segment can be verified by any thread
 *   finish                counts, trailer, end of file
 * </pre>
 *
 * <p>A file that does not match the manifest or the signed root is rejected with {@code bad_bundle}
 * or {@code bad_tile}. The policies decide which exporters and importers are accepted.
 *
 * <p>The package does not change the mirror: the import route does. It uses {@code bundle.archive},
 * {@code bundle.format}, {@code mirror} and the packages below {@code mirror}. It does not use
 * {@code bundle.write}.
 */
@NullMarked
package org.stellaops.attestor.bundle.read;

import org.jspecify.annotations.NullMarked;
