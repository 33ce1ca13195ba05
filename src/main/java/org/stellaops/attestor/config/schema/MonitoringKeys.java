package org.stellaops.attestor.config.schema;

import java.util.List;

/** The keys of the metrics and health endpoints. */
public final class MonitoringKeys {
  public static final SettingKey<Boolean> ENABLED =
      new SettingKey<>(
          "attestor.monitoring.enabled",
          new BooleanType(),
          "",
          Default.value("true"),
          "Whether the daemon serves metrics and health over HTTP.",
          "false");
  public static final SettingKey<String> HOST =
      new SettingKey<>(
          "attestor.monitoring.host",
          TextType.matching(
              "[A-Za-z0-9.:-]{1,253}", "host name or address", "write it like 127.0.0.1 or ::1"),
          "",
          Default.value("127.0.0.1"),
          "Address to serve them on; there is no authentication, so think before 0.0.0.0.",
          "10.0.0.5");
  public static final SettingKey<Integer> PORT =
      new SettingKey<>(
          "attestor.monitoring.port",
          new IntegerType(1, 65_535),
          "",
          Default.value("9464"),
          "TCP port to serve them on.",
          "9465");

  private MonitoringKeys() {}

  static List<SettingKey<?>> all() {
    return List.of(ENABLED, HOST, PORT);
  }
}
