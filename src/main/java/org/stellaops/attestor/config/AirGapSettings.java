package org.stellaops.attestor.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.config.schema.Key;
import org.stellaops.attestor.config.schema.Section;
import org.stellaops.attestor.config.schema.SettingsRecord;

/** Bundles that cross an air gap. Paths are absolute. */
@Section("attestor.airGap")
public record AirGapSettings(
    @Key(
            description =
                "Directory from which the daemon imports bundles. If it is empty, the daemon"
                    + " imports none; the command `import` works either way.",
            example = "/srv/inbox",
            details = {
              "An imported bundle is moved to imported/ below it, a rejected one to refused/, each",
              "together with a report."
            })
        Optional<Path> inbox,
    @Key(
            defaultValue = "10s",
            min = "100ms",
            max = "24h",
            description =
                "Interval at which the daemon scans the inbox and the requests in the outbox.",
            example = "1m")
        Duration inboxInterval,
    @Key(
            defaultValue = "5m",
            min = "0",
            max = "24h",
            description =
                "Time without a change, as seen by the daemon, after which an incomplete bundle"
                    + " counts as truncated and is rejected.",
            example = "1h")
        Duration settleTime,
    @Key(
            defaultValue = "false",
            description = "Whether to reject bundles that none of trustedExporters has signed.",
            example = "true")
        boolean requireSignedBundles,
    @Key(
            description =
                "Public keys of trusted exporters. If any are set, a bundle signed only by others"
                    + " is rejected; an unsigned bundle is accepted unless requireSignedBundles is"
                    + " true.",
            example = "exports.example.org+cf119915+AbfK5adZJxsI323FwGD2AJJ9F4i89cfDuLdGJBIYntuO",
            details = {
              "`stella attestor export keygen` prints a key in this form. The checkpoints in a",
              "bundle are verified with the keys of the backends in any case."
            })
        List<String> trustedExporters,
    @Key(
            description =
                "Public keys of trusted importers, whose receipts determine where an export begins."
                    + " If any are set, a receipt signed by none of them is rejected.",
            example = "isolated.example.org+cf119915+AbfK5adZJxsI323FwGD2AJJ9F4i89cfDuLdGJBIYntuO",
            details = {
              "If none are set, every receipt is accepted. A forged receipt proves nothing, but it",
              "can keep data out of the next export that the other side needs."
            })
        List<String> trustedImporters,
    @Key(
            input = true,
            description =
                "File with this site's signing key, which signs exported bundles and receipts."
                    + " `export keygen` creates one.",
            example = "/etc/stella/keys/exporter.key")
        Optional<Path> signingKeyPath,
    @Key(
            description =
                "Directory into which the daemon writes bundles, and from which it reads receipts/"
                    + " and requests/. If it is empty, the daemon exports none.",
            example = "/srv/outbox",
            details = {
              "receipts/ takes what the other side wrote at its last import, so that the next",
              "bundle begins there; requests/ takes requests for single bundles."
            })
        Optional<Path> outbox,
    @Key(
            defaultValue = "0",
            min = "0",
            max = "8760h",
            description =
                "Time between two exports of each backend into the outbox; 0 means only on"
                    + " request.",
            example = "24h")
        Duration exportInterval,
    @Key(
            defaultValue = "entries",
            pattern = "checkpoints|tiles|entries",
            form = "checkpoints, tiles or entries",
            hint = "write checkpoints, tiles or entries",
            description =
                "Content of the bundles in the outbox. Tiles replace entries that are not"
                    + " mirrored.",
            example = "tiles")
        String exportContent,
    @Key(
            defaultValue = "gzip",
            pattern = "gzip|zstd",
            form = "gzip or zstd",
            hint = "write gzip or zstd",
            description = "Compression of the bundles in the outbox.",
            example = "zstd")
        String exportCompression,
    @Key(
            defaultValue = "0",
            unit = "bytes",
            description =
                "Maximum size of a file in the outbox; 0 means no limit. A larger bundle is split"
                    + " into volumes.",
            example = "4GB")
        long volumeSize)
    implements SettingsRecord<AirGapSettings> {
  /** The directory of requests for exports, below the outbox. */
  public Optional<Path> requests() {
    return outbox.map(directory -> directory.resolve("requests"));
  }
}
