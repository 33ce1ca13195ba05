package org.stellaops.attestor.mirror;

import java.time.Instant;
import org.stellaops.attestor.failure.Failure;

/**
 * How a cycle failed.
 *
 * @param at when
 * @param failure in which of the few ways
 * @param message what, where and why, in one line
 */
public record FailedCycle(Instant at, Failure failure, String message) {}
