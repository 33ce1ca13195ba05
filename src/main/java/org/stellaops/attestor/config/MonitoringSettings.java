package org.stellaops.attestor.config;

import java.util.Optional;
import org.stellaops.attestor.config.schema.Key;
import org.stellaops.attestor.config.schema.Section;
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
            type = Key.Type.HOST,
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
        int port,
    @Key(
            pattern = MonitoringSettings.HOST_NAMES,
            form = "host names, separated by commas",
            hint = "write up to 20 like mirror01.example.org,mirror01",
            description =
                "Further host names, separated by commas, under which Prometheus and others reach"
                    + " the metrics. Requests for other names are refused; addresses, localhost and"
                    + " host are always accepted.",
            example = "mirror01.example.org,mirror01",
            details = {
              "Without this check a web page could give its own name the address of this host, and",
              "read what only this host can reach (DNS rebinding)."
            })
        Optional<String> hostNames,
    @Key(
            defaultValue = "false",
            description =
                "Whether the metrics page also has Camel's metrics of each route, more than ten for"
                    + " each.",
            example = "true")
        boolean camelMetrics)
    implements SettingsRecord<MonitoringSettings> {
  /** One to twenty host names, separated by commas. */
  static final String HOST_NAMES = "[A-Za-z0-9.-]{1,253}(, ?[A-Za-z0-9.-]{1,253}){0,19}";
}
