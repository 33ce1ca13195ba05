package org.stellaops.attestor.mirror.store;

import java.time.Instant;

/**
 * A note that was received in place of a checkpoint and rejected. It is kept for diagnosis and is
 * not evidence: the log's key has not signed it, or has signed it for another purpose.
 *
 * @param kind label of the reason, as in the metrics
 * @param raw the received bytes
 * @param source the URL where it was last received from
 * @param message the problem, in one line
 * @param occurrences how often it was received
 * @param firstSeen when it was first received
 * @param lastSeen when it was last received
 */
public record RejectedNote(
    String kind,
    byte[] raw,
    String source,
    String message,
    long occurrences,
    Instant firstSeen,
    Instant lastSeen) {}
