package org.stellaops.attestor.mirror.store;

import java.time.Instant;
import org.stellaops.attestor.failure.Failure;

/**
 * How a cycle failed.
 *
 * @param failedAt when
 * @param failure in which of the few ways
 * @param message what, where and why, in one line
 */
public record CycleFailure(Instant failedAt, Failure failure, String message) {}
