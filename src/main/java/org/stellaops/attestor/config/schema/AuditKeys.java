package org.stellaops.attestor.config.schema;

import java.time.Duration;
import java.util.List;

/** The keys of the audit that the daemon makes in the background. */
public final class AuditKeys {
  public static final SettingKey<Boolean> ENABLED =
      new SettingKey<>(
          "attestor.audit.enabled",
          new BooleanType(),
          "",
          Default.value("true"),
          "Whether the daemon hashes the mirrored files again from time to time.",
          "false");
  public static final SettingKey<Duration> INITIAL_DELAY =
      new SettingKey<>(
          "attestor.audit.initialDelay",
          DurationType.from("0", "720h"),
          "",
          Default.value("1h"),
          "Time from the start of the daemon to the first audit.",
          "10m");
  public static final SettingKey<Duration> PERIOD =
      new SettingKey<>(
          "attestor.audit.period",
          DurationType.from("100ms", "8760h"),
          "",
          Default.value("24h"),
          "Time from the beginning of an audit to that of the next, if it is over by then.",
          "168h");
  public static final SettingKey<Long> BYTES_PER_SECOND =
      new SettingKey<>(
          "attestor.audit.bytesPerSecond",
          new ByteSizeType(),
          "bytes per second",
          Default.value("20000000"),
          "Most that the audits of all backends together read; 0 is no limit.",
          "5MB");

  private AuditKeys() {}

  static List<SettingKey<?>> all() {
    return List.of(ENABLED, INITIAL_DELAY, PERIOD, BYTES_PER_SECOND);
  }
}
