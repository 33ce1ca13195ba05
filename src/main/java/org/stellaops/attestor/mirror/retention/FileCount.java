package org.stellaops.attestor.mirror.retention;

/**
 * Some files of a mirror, counted.
 *
 * @param tiles hash tiles, full and partial
 * @param entryBundles entry bundles, full and partial
 * @param bytes size of all, other files included
 */
public record FileCount(long tiles, long entryBundles, long bytes) {}
