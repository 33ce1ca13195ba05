package org.stellaops.attestor.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.config.schema.AirGapKeys;

/**
 * Bundles; the keys under {@code attestor.airGap}. Paths are absolute.
 *
 * @param inbox where bundles to import are dropped
 * @param inboxInterval from one look to the next
 * @param settleTime after which a file that is not whole is refused
 * @param requireSignedBundles whether every bundle needs the signature of a trusted exporter
 * @param trustedExporters vkeys of exporters
 * @param trustedImporters vkeys of those whose receipts count
 * @param signingKeyPath our own key
 * @param outbox where bundles are put
 * @param exportInterval from one export to the next, 0 for never
 * @param exportContent {@code checkpoints}, {@code tiles} or {@code entries}
 * @param exportCompression {@code gzip} or {@code zstd}
 * @param volumeSize the most bytes of a file, 0 for no limit
 */
public record AirGapSettings(
    Optional<Path> inbox,
    Duration inboxInterval,
    Duration settleTime,
    boolean requireSignedBundles,
    List<String> trustedExporters,
    List<String> trustedImporters,
    Optional<Path> signingKeyPath,
    Optional<Path> outbox,
    Duration exportInterval,
    String exportContent,
    String exportCompression,
    long volumeSize) {
  /** Refuses values outside their ranges. */
  public AirGapSettings {
    trustedExporters = List.copyOf(trustedExporters);
    trustedImporters = List.copyOf(trustedImporters);
    AirGapKeys.INBOX_INTERVAL.require(inboxInterval);
    AirGapKeys.SETTLE_TIME.require(settleTime);
    AirGapKeys.TRUSTED_EXPORTERS.require(trustedExporters);
    AirGapKeys.TRUSTED_IMPORTERS.require(trustedImporters);
    AirGapKeys.EXPORT_INTERVAL.require(exportInterval);
    AirGapKeys.EXPORT_CONTENT.require(exportContent);
    AirGapKeys.EXPORT_COMPRESSION.require(exportCompression);
    AirGapKeys.VOLUME_SIZE.require(volumeSize);
  }
}
