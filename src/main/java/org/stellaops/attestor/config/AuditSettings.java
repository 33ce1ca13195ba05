package org.stellaops.attestor.config;

import java.time.Duration;
import org.stellaops.attestor.config.schema.Key;
import org.stellaops.attestor.config.schema.Section;
import org.stellaops.attestor.config.schema.SettingsRecord;

/** The daemon's background audit. */
@Section("attestor.audit")
public record AuditSettings(
    @Key(
            defaultValue = "true",
            description = "Whether the daemon periodically hashes the mirrored files again.",
            example = "false",
            details = "The audit reports damaged files; it does not repair them.")
        boolean enabled,
    @Key(
            defaultValue = "1h",
            min = "0",
            max = "720h",
            description = "Delay between the start of the daemon and the first audit.",
            example = "10m")
        Duration initialDelay,
    @Key(
            defaultValue = "24h",
            min = "100ms",
            max = "8760h",
            description =
                "Time from the start of an audit to the start of the next one, if the first has"
                    + " finished by then.",
            example = "168h")
        Duration period,
    @Key(
            defaultValue = "20000000",
            unit = "bytes per second",
            description = "Maximum read rate of the audits of all backends; 0 means no limit.",
            example = "5MB",
            details = "At 20 MB per second an audit of 100 GB takes 83 minutes.")
        long bytesPerSecond)
    implements SettingsRecord<AuditSettings> {}
