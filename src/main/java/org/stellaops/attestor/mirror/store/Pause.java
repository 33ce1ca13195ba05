package org.stellaops.attestor.mirror.store;

import java.time.Instant;

/**
 * The decision of an operator that no cycle of a backend starts by itself.
 *
 * @param backend the id of the backend; that of the server for a shard
 * @param since when it was paused
 * @param operator the name of the user who did it; {@code jmx} for the MBean
 * @param reason why; empty if none was given
 */
public record Pause(String backend, Instant since, String operator, String reason) {}
