package org.stellaops.attestor.mirror.audit;

import java.util.List;
import org.stellaops.attestor.tlog.TileHashes;

/**
 * What an audit holds of some tiles.
 *
 * @param hashes of each of them, in order
 * @param verified whether they hash to what they must; otherwise they are the best guess
 */
record ResolvedTiles(List<TileHashes> hashes, boolean verified) {}
