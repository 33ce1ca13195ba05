package org.stellaops.attestor.config;

import java.time.Duration;
import org.stellaops.attestor.config.schema.Key;
import org.stellaops.attestor.config.schema.Section;
import org.stellaops.attestor.config.schema.SettingsRecord;

/** How long records and files are kept that no proof needs. */
@Section("attestor.retention")
public record RetentionSettings(
    @Key(
            defaultValue = "1h",
            min = "100ms",
            max = "720h",
            description = "Time between two purges by the daemon.",
            example = "24h")
        Duration interval,
    @Key(
            defaultValue = "2160h",
            min = "0",
            max = "876000h",
            description = "Time for which the report of each cycle is kept; 0 means for ever.",
            example = "720h",
            details = "The newest report of each backend is always kept.")
        Duration cycles,
    @Key(
            defaultValue = "8760h",
            min = "0",
            max = "876000h",
            description =
                "Time for which it is recorded when a mirror grew, at least"
                    + " tileCache.autoPruneAfter; 0 means for ever.",
            example = "17520h",
            details = "After a day one record for each hour remains.")
        Duration growth,
    @Key(
            defaultValue = "8760h",
            min = "0",
            max = "876000h",
            description = "Time for which exports and imports are listed; 0 means for ever.",
            example = "2160h",
            details =
                "The newest 100 exports of each log are always kept: later exports build on them.")
        Duration bundles,
    @Key(
            defaultValue = "720h",
            min = "0",
            max = "876000h",
            description =
                "Time for which a shard that a Rekor v1 server has proposed, and no longer shows,"
                    + " is listed; 0 means for ever. The newest 100 of each server are kept.",
            example = "2160h")
        Duration proposedShards,
    @Key(
            defaultValue = "1000000",
            min = "1000",
            max = "1000000000",
            unit = "rows",
            description =
                "Number of reports of cycles, and of exports and imports, above which the oldest"
                    + " are purged whatever their age.",
            example = "100000",
            details = "A report takes about 260 bytes.")
        int maxRows,
    @Key(
            defaultValue = "720h",
            min = "0",
            max = "876000h",
            description =
                "Time for which files in the refused/ directories and served requests are kept; 0"
                    + " means for ever.",
            example = "168h")
        Duration refusedFiles,
    @Key(
            defaultValue = "1000000000",
            unit = "bytes",
            description =
                "Size of one refused/ directory above which its oldest files are purged whatever"
                    + " their age; 0 means no limit.",
            example = "10GB")
        long refusedBytes,
    @Key(
            defaultValue = "0",
            min = "0",
            max = "876000h",
            description =
                "Time for which imported bundles are kept in imported/ of the inbox; 0 means for"
                    + " ever.",
            example = "720h")
        Duration importedFiles,
    @Key(
            defaultValue = "0",
            min = "0",
            max = "1000000",
            unit = "bundles",
            description =
                "Number of exported bundles in the outbox above which the oldest are purged; 0"
                    + " means no limit. The volumes of a bundle count as one.",
            example = "30",
            details = "The newest scheduled bundle of each log is always kept.")
        int outboxKits,
    @Key(
            defaultValue = "0",
            min = "0",
            max = "876000h",
            description = "Time for which bundles are kept in the outbox; 0 means for ever.",
            example = "720h",
            details = "The newest scheduled bundle of each log is always kept.")
        Duration outboxFiles)
    implements SettingsRecord<RetentionSettings> {}
