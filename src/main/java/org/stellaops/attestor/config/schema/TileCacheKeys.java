package org.stellaops.attestor.config.schema;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The keys of the mirrored files. */
public final class TileCacheKeys {
  public static final SettingKey<Path> BASE_PATH =
      new SettingKey<>(
          "attestor.tileCache.basePath",
          new PathType(),
          "",
          Default.derived("<dataDir>/tiles"),
          "Directory of the mirrored logs, one subdirectory each.",
          "/var/lib/stella/attestor/tiles");
  public static final SettingKey<Long> MAX_CACHE_SIZE_BYTES =
      new SettingKey<>(
          "attestor.tileCache.maxCacheSizeBytes",
          new ByteSizeType(),
          "bytes",
          Default.value("0"),
          "Size of all mirrored files at which fetching stops; nothing is evicted; 0 is no limit.",
          "10GiB");
  public static final SettingKey<Duration> AUTO_PRUNE_AFTER =
      new SettingKey<>(
          "attestor.tileCache.autoPruneAfter",
          DurationType.from("0", "876000h"),
          "",
          Default.value("0"),
          "Age at which mirrored entries and their tiles may be pruned, which ends proofs for them;"
              + " 0 is never.",
          "720h");

  private TileCacheKeys() {}

  static List<SettingKey<?>> all() {
    return List.of(BASE_PATH, MAX_CACHE_SIZE_BYTES, AUTO_PRUNE_AFTER);
  }
}
