package org.stellaops.attestor.config;

import java.nio.file.Path;
import java.time.Duration;
import org.stellaops.attestor.config.schema.Key;
import org.stellaops.attestor.config.schema.Section;
import org.stellaops.attestor.config.schema.SettingsRecord;

/** The mirrored files. Paths are absolute. */
@Section("attestor.tileCache")
public record TileCacheSettings(
    @Key(
            derivedDefault = "<dataDir>/tiles",
            description = "Directory of the mirrored logs, with one subdirectory for each log.",
            example = "/var/lib/stella/attestor/tiles",
            details = "The layout is that of c2sp.org/tlog-tiles, which any web server can serve.")
        Path basePath,
    @Key(
            defaultValue = "0",
            unit = "bytes",
            description =
                "Total size of the mirrored files at which downloads stop with an alert; 0 means no"
                    + " limit. Nothing is evicted.",
            example = "10GiB",
            details = "Without a tile, none of its entries could be proved.")
        long maxCacheSizeBytes,
    @Key(
            defaultValue = "0",
            min = "0",
            max = "876000h",
            description =
                "Age at which mirrored entries and their tiles may be pruned; 0 means never. A"
                    + " pruned entry can no longer be proved.",
            example = "720h")
        Duration autoPruneAfter)
    implements SettingsRecord<TileCacheSettings> {}
