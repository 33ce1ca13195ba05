package org.stellaops.attestor.mirror.audit;

import java.util.List;
import org.stellaops.attestor.tlog.TileHashes;

/**
 * The most probable hashes of some tiles.
 *
 * @param hashes the hashes of each tile, in order
 * @param verified whether they match the known root; otherwise they are the best guess
 */
record ResolvedTiles(List<TileHashes> hashes, boolean verified) {}
