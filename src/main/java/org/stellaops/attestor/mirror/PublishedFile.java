package org.stellaops.attestor.mirror;

import java.time.Instant;

/**
 * The checkpoint that lies beside the tiles, unread.
 *
 * @param raw its bytes
 * @param modifiedAt when it was last written or confirmed
 */
public record PublishedFile(byte[] raw, Instant modifiedAt) {}
