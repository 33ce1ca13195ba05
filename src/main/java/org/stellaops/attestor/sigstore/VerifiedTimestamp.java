package org.stellaops.attestor.sigstore;

import java.time.Instant;

/**
 * A moment by which the signature was there, by somebody's signed word.
 *
 * @param source {@code rfc3161} for a timestamp authority, {@code log} for a log's promise
 * @param time the moment
 */
public record VerifiedTimestamp(String source, Instant time) {}
