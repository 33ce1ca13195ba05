package org.stellaops.attestor.mirror.retention;

/**
 * The number and size of removed or removable files.
 *
 * @param tiles hash tiles, full and partial
 * @param entryBundles entry bundles, full and partial
 * @param bytes total size, including other files
 */
public record FileCount(long tiles, long entryBundles, long bytes) {}
