package org.stellaops.attestor.mirror.store;

import java.time.Instant;
import org.stellaops.attestor.failure.Failure;

/**
 * The failure of a cycle.
 *
 * @param failedAt when
 * @param failure the kind of failure
 * @param message the problem, where and why, in one line
 */
public record CycleFailure(Instant failedAt, Failure failure, String message) {}
