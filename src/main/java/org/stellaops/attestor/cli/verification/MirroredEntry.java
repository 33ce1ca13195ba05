package org.stellaops.attestor.cli.verification;

import org.stellaops.attestor.mirror.lookup.LocalMirror;
import org.stellaops.attestor.tlog.Hash;

/**
 * An entry that the mirrored checkpoint commits to.
 *
 * @param mirror its mirror
 * @param index its index
 * @param leafHash its leaf hash
 */
record MirroredEntry(LocalMirror mirror, long index, Hash leafHash) {}
