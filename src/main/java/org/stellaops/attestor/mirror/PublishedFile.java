package org.stellaops.attestor.mirror;

import java.time.Instant;

/**
 * The published checkpoint of a mirror, not parsed.
 *
 * @param raw the content of the file
 * @param modifiedAt when it was last written or confirmed
 */
public record PublishedFile(byte[] raw, Instant modifiedAt) {}
