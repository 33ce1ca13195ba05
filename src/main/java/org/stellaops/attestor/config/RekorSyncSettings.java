package org.stellaops.attestor.config;

import java.time.Duration;
import org.stellaops.attestor.config.schema.RekorSyncKeys;

/**
 * How logs are followed; the keys under {@code attestor.rekorSync}.
 *
 * @param enabled whether the daemon polls
 * @param syncInterval from one poll of a backend to the next, at least 100 ms
 * @param initialDelay from the start of the daemon to the first poll
 * @param enableTileSync whether tiles and entries are mirrored, and not only checkpoints
 * @param maxTilesPerSync most tiles and bundles that a cycle fetches, 0 for no limit
 * @param workEndpoint Camel endpoint through which units of work travel
 * @param parallelUnits most units of work in progress at once, 1 to 64
 * @param requests how a backend's server is asked
 */
public record RekorSyncSettings(
    boolean enabled,
    Duration syncInterval,
    Duration initialDelay,
    boolean enableTileSync,
    int maxTilesPerSync,
    String workEndpoint,
    int parallelUnits,
    RequestSettings requests) {

  /** Refuses values outside their ranges. */
  public RekorSyncSettings {
    RekorSyncKeys.SYNC_INTERVAL.require(syncInterval);
    RekorSyncKeys.INITIAL_DELAY.require(initialDelay);
    RekorSyncKeys.MAX_TILES_PER_SYNC.require(maxTilesPerSync);
    RekorSyncKeys.WORK_ENDPOINT.require(workEndpoint);
    RekorSyncKeys.PARALLEL_UNITS.require(parallelUnits);
  }

  /** The same with at most so many further attempts for a request. */
  RekorSyncSettings withMaxRetries(int limit) {
    return new RekorSyncSettings(
        enabled,
        syncInterval,
        initialDelay,
        enableTileSync,
        maxTilesPerSync,
        workEndpoint,
        parallelUnits,
        requests.withMaxRetries(limit));
  }
}
