package org.stellaops.attestor.checkpoint;

import java.time.Instant;

/**
 * That a witness has seen a checkpoint, which it has signed.
 *
 * @param witness its name
 * @param timestamp when it says that it did
 */
public record Cosignature(String witness, Instant timestamp) {}
