package org.stellaops.attestor.bundle;

import java.nio.ByteBuffer;

/**
 * A segment that waits for its turn.
 *
 * @param turn its position among the pieces of the tree, from 0
 * @param files number of files in it
 * @param segment its bytes
 */
public record PackedPiece(long turn, int files, ByteBuffer segment) {}
