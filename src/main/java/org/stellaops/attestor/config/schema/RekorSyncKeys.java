package org.stellaops.attestor.config.schema;

import java.time.Duration;
import java.util.List;

/** The keys of following logs: how often, how much, and by which endpoint the work travels. */
public final class RekorSyncKeys {
  public static final SettingKey<Boolean> ENABLED =
      new SettingKey<>(
          "attestor.rekorSync.enabled",
          new BooleanType(),
          "",
          Default.value("true"),
          "Whether the daemon polls the backends; commands work either way.",
          "false");
  public static final SettingKey<Duration> SYNC_INTERVAL =
      new SettingKey<>(
          "attestor.rekorSync.syncInterval",
          DurationType.from("100ms", "720h"),
          "",
          Default.value("5m"),
          "Time from one poll of a backend to the next.",
          "1m");
  public static final SettingKey<Duration> INITIAL_DELAY =
      new SettingKey<>(
          "attestor.rekorSync.initialDelay",
          DurationType.from("0", "24h"),
          "",
          Default.value("30s"),
          "Time from the start of the daemon to the first poll.",
          "0");
  public static final SettingKey<Boolean> ENABLE_TILE_SYNC =
      new SettingKey<>(
          "attestor.rekorSync.enableTileSync",
          new BooleanType(),
          "",
          Default.value("true"),
          "Whether tiles and entries are mirrored, and not only checkpoints.",
          "false");
  public static final SettingKey<Integer> MAX_TILES_PER_SYNC =
      new SettingKey<>(
          "attestor.rekorSync.maxTilesPerSync",
          new IntegerType(0, 1_000_000_000),
          "tiles and entry bundles",
          Default.value("100000"),
          "Most tiles and entry bundles that one cycle of one backend fetches; 0 is no limit.",
          "100");
  public static final SettingKey<String> WORK_ENDPOINT =
      new SettingKey<>(
          "attestor.rekorSync.workEndpoint",
          TextType.matching(
              "[a-z][a-z0-9+.-]*:\\S+", "Camel endpoint", "write it like seda:mirror-unit"),
          "",
          Default.value("seda:mirror-unit"),
          "Camel endpoint through which units of work travel; it is printed, so it holds no"
              + " password.",
          "jms:queue:mirror-unit");
  public static final SettingKey<Integer> PARALLEL_UNITS =
      new SettingKey<>(
          "attestor.rekorSync.parallelUnits",
          new IntegerType(1, 64),
          "units of work",
          Default.value("4"),
          "Most units of work that are in progress at once, some of them on their way to disk;"
              + " one unit is up to 256 tiles.",
          "8");

  private RekorSyncKeys() {}

  static List<SettingKey<?>> all() {
    return List.of(
        ENABLED,
        SYNC_INTERVAL,
        INITIAL_DELAY,
        ENABLE_TILE_SYNC,
        MAX_TILES_PER_SYNC,
        WORK_ENDPOINT,
        PARALLEL_UNITS);
  }
}
