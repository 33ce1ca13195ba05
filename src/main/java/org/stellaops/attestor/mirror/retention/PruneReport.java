package org.stellaops.attestor.mirror.retention;

/**
 * The result of pruning the mirror of one log, or of its preview.
 *
 * @param backend the id of the backend
 * @param minimumIndex the minimum index after pruning
 * @param files the removed files
 */
public record PruneReport(String backend, long minimumIndex, FileCount files) {}
