package org.stellaops.attestor.mirror.retention;

/**
 * What was pruned of the mirror of one log, or would be.
 *
 * @param backend the id of the backend
 * @param minimumIndex the minimum index from then on
 * @param files what goes
 */
public record PruneReport(String backend, long minimumIndex, FileCount files) {}
