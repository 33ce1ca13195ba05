package org.stellaops.attestor.checkpoint;

import java.time.Instant;

/**
 * A verified cosignature of a checkpoint by a witness.
 *
 * @param witness name of the witness
 * @param timestamp signed time of the cosignature
 */
public record Cosignature(String witness, Instant timestamp) {}
