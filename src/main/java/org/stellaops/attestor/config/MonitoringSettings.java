package org.stellaops.attestor.config;

import org.stellaops.attestor.config.schema.Key;
import org.stellaops.attestor.config.schema.Section;
import org.stellaops.attestor.config.schema.SectionSchema;
import org.stellaops.attestor.config.schema.SettingsRecord;

/** The HTTP endpoints for metrics and health checks. */
@Section("attestor.monitoring")
public record MonitoringSettings(
    @Key(
            defaultValue = "true",
            description = "Whether the daemon serves metrics and health checks over HTTP.",
            example = "false")
        boolean enabled,
    @Key(
            defaultValue = "127.0.0.1",
            pattern = MonitoringSettings.HOST,
            form = MonitoringSettings.HOST_FORM,
            hint = MonitoringSettings.HOST_HINT,
            description =
                "Address to listen on. There is no authentication: everyone who can reach the"
                    + " address can read the metrics.",
            example = "10.0.0.5")
        String host,
    @Key(
            defaultValue = "9464",
            min = "1",
            max = "65535",
            description = "TCP port to listen on.",
            example = "9465")
        int port)
    implements SettingsRecord<MonitoringSettings> {

  static final String HOST = "[A-Za-z0-9.:-]{1,253}";
  static final String HOST_FORM = "host name or address";
  static final String HOST_HINT = "write it like 127.0.0.1 or ::1";

  /** Rejects values that the file could not hold. */
  public MonitoringSettings {
    SectionSchema.of(MonitoringSettings.class).require(enabled, host, port);
  }
}
