package org.stellaops.attestor.cli.verification;

import org.stellaops.attestor.mirror.lookup.LocalMirror;
import org.stellaops.attestor.tlog.Hash;

/**
 * An entry to which the mirrored checkpoint commits.
 *
 * @param mirror where it is
 * @param index its number
 * @param leafHash its hash
 */
record MirroredEntry(LocalMirror mirror, long index, Hash leafHash) {}
