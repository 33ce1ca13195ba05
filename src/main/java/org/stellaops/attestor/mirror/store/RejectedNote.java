package org.stellaops.attestor.mirror.store;

import java.time.Instant;

/**
 * What came in place of a checkpoint and was refused. It proves nothing, since the log's key has
 * not signed it, or has signed it for something else; it shows what was on the way.
 *
 * @param kind why it was refused, in one word as in the metrics
 * @param raw what came, byte for byte
 * @param source the URL where it was last seen
 * @param message what was wrong with it
 * @param occurrences how often it came
 * @param firstSeen when it first came
 * @param lastSeen when it last came
 */
public record RejectedNote(
    String kind,
    byte[] raw,
    String source,
    String message,
    long occurrences,
    Instant firstSeen,
    Instant lastSeen) {}
