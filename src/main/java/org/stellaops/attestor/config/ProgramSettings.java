package org.stellaops.attestor.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.stellaops.attestor.config.schema.Key;
import org.stellaops.attestor.config.schema.LogFormat;
import org.stellaops.attestor.config.schema.Section;
import org.stellaops.attestor.config.schema.SettingsRecord;

/** The program as a whole. Paths are absolute. */
@Section("attestor")
public record ProgramSettings(
    @Key(
            derivedDefault = "./data in a checkout, /var/lib/stella/attestor installed",
            description =
                "Directory for the embedded database, the mirrored logs and all other state."
                    + " A relative path is resolved against the working directory.",
            example = "/srv/attestor")
        Path dataDir,
    @Key(
            input = true,
            description =
                "Directory with additional Camel route files (`*.camel.yaml`) for the daemon."
                    + " Write access to it means full control of the daemon.",
            example = "/etc/stella/routes")
        Optional<Path> routesDir,
    @Key(
            defaultValue = "30s",
            min = "0",
            max = "24h",
            description =
                "Interval at which the daemon checks this file for changes; 0 disables the check.",
            example = "5m",
            details = {
              "syncInterval, audit.period and both initialDelays take effect without a restart.",
              "For every other changed key the daemon logs that a restart is needed."
            })
        Duration watchInterval,
    @Key(
            defaultValue = "text",
            description = "Format of the daemon's log: text, or one JSON object per line.",
            example = "json")
        LogFormat logFormat)
    implements SettingsRecord<ProgramSettings> {}
