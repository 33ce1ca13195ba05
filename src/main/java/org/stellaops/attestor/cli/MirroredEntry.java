package org.stellaops.attestor.cli;

import org.stellaops.attestor.mirror.LocalMirror;
import org.stellaops.attestor.tlog.Hash;

/**
 * An entry to which the mirrored checkpoint commits.
 *
 * @param mirror where it is
 * @param index its number
 * @param leafHash its hash
 */
record MirroredEntry(LocalMirror mirror, long index, Hash leafHash) {}
