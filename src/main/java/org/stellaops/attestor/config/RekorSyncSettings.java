package org.stellaops.attestor.config;

import java.time.Duration;
import org.stellaops.attestor.config.schema.Key;
import org.stellaops.attestor.config.schema.Section;
import org.stellaops.attestor.config.schema.SettingsRecord;

/** How logs are followed. */
@Section("attestor.rekorSync")
public record RekorSyncSettings(
    @Key(
            defaultValue = "true",
            description =
                "Whether the daemon polls the backends. Commands such as `sync` work either way.",
            example = "false")
        boolean enabled,
    @Key(
            defaultValue = "5m",
            min = "100ms",
            max = "720h",
            description = "Time between two polls of the same backend.",
            example = "1m",
            details = "A poll that finds nothing new is one small request.")
        Duration syncInterval,
    @Key(
            defaultValue = "30s",
            min = "0",
            max = "24h",
            description = "Delay between the start of the daemon and the first poll.",
            example = "0",
            details = "It gives the database and the network time to come up after a reboot.")
        Duration initialDelay,
    @Key(
            defaultValue = "16",
            min = "1",
            max = "256",
            unit = "cycles",
            description =
                "Maximum number of cycles in progress at once. The first polls of a daemon begin"
                    + " one second after the other, or faster to fit into syncInterval.",
            example = "8",
            details = {
              "A cycle needs a thread, and for moments one of 8 connections to the database.",
              "More backends wait for each other; without growth a cycle takes well below a second."
            })
        int parallelCycles,
    @Key(
            defaultValue = "true",
            description =
                "Whether to mirror tiles and entries, which offline verification needs, in addition"
                    + " to checkpoints.",
            example = "false")
        boolean enableTileSync,
    @Key(
            defaultValue = "100000",
            min = "0",
            max = "1000000000",
            unit = "tiles and entry bundles",
            description =
                "Maximum number of tiles and entry bundles that one cycle of one backend fetches;"
                    + " 0 means no limit.",
            example = "100",
            details = {
              "The limit keeps a single cycle from running for hours; sync --full ignores it.",
              "Take a log of 45,678,901 entries: it has 179,136 tiles. With mirrorEntries the",
              "number is the same, because 178,434 entry bundles replace the tiles of level 0,",
              "which are computed from them, and 702 tiles above remain.",
              "     100 per cycle:  1,792 cycles, which is 6.2 days at 5m",
              "  100000 per cycle:      2 cycles, of at most 200 seconds at 500 requests per"
                  + " second",
              "A tile is at most 8,192 bytes. A bundle of 256 Rekor entries of 1.4 to 3.2 kB each",
              "is 0.36 to 0.82 MB, so the bandwidth decides if entries are mirrored."
            })
        int maxTilesPerSync,
    @Key(
            defaultValue = "seda:mirror-unit",
            pattern = "[a-z][a-z0-9+.-]*:\\S+",
            form = "Camel endpoint",
            hint = "write it like seda:mirror-unit",
            description =
                "Camel endpoint that carries units of work. It is printed in logs and by"
                    + " `config show`: do not put a password into it.",
            example = "jms:queue:mirror-unit")
        String workEndpoint,
    @Key(
            defaultValue = "4",
            min = "1",
            max = "64",
            unit = "units of work",
            description =
                "Maximum number of units of work in progress at once, including those being written"
                    + " to disk. A unit is up to 256 tiles below one parent tile. If slow logs use"
                    + " all of them, each other log can have one more.",
            example = "8")
        int parallelUnits,
    RequestSettings requests,
    ConnectionSettings connections)
    implements SettingsRecord<RekorSyncSettings> {}
