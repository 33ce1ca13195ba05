package org.stellaops.attestor.config;

import java.nio.file.Path;
import java.time.Duration;
import org.stellaops.attestor.config.schema.TileCacheKeys;

/**
 * The mirrored files; the keys under {@code attestor.tileCache}.
 *
 * @param basePath parent of one directory per log, absolute
 * @param maxCacheSizeBytes size of all files at which fetching stops, 0 for no limit
 * @param autoPruneAfter age at which entries may be pruned, 0 for never
 */
public record TileCacheSettings(Path basePath, long maxCacheSizeBytes, Duration autoPruneAfter) {
  /** Refuses values outside their ranges. */
  public TileCacheSettings {
    TileCacheKeys.MAX_CACHE_SIZE_BYTES.require(maxCacheSizeBytes);
    TileCacheKeys.AUTO_PRUNE_AFTER.require(autoPruneAfter);
  }
}
