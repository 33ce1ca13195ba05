package org.stellaops.attestor.sigstore;

import java.time.Instant;

/**
 * A verified time at which the signature existed.
 *
 * @param source {@code rfc3161} for a timestamp authority, {@code log} for an inclusion promise
 * @param time the time
 */
public record VerifiedTimestamp(String source, Instant time) {}
