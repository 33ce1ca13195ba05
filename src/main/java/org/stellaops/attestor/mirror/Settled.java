package org.stellaops.attestor.mirror;

import java.util.List;
import org.stellaops.attestor.tlog.TileHashes;

/**
 * What an audit holds of some tiles.
 *
 * @param hashes of each of them, in order
 * @param proved whether they hash to what they must; otherwise they are the best guess
 */
record Settled(List<TileHashes> hashes, boolean proved) {}
