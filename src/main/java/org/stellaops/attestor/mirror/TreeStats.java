package org.stellaops.attestor.mirror;

import java.time.Instant;
import java.util.Optional;

/**
 * The tiles and entry bundles on disk for one log.
 *
 * @param tiles number of hash tiles, full and partial
 * @param entryBundles number of entry bundles, full and partial
 * @param bytes total size of both
 * @param oldest when the oldest of them was written; empty if there are none
 * @param newest when the newest of them was written; empty if there are none
 */
public record TreeStats(
    long tiles,
    long entryBundles,
    long bytes,
    Optional<Instant> oldest,
    Optional<Instant> newest) {}
