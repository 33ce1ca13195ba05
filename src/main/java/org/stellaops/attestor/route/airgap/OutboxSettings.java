package org.stellaops.attestor.route.airgap;

import java.nio.file.Path;
import org.stellaops.attestor.bundle.archive.Compression;
import org.stellaops.attestor.bundle.format.BundleContent;

/**
 * Settings of scheduled exports, and defaults of requested ones.
 *
 * @param directory the outbox
 * @param content checkpoints, tiles or entries; tiles if the backend mirrors no entries
 * @param compression of the files
 * @param volumeSize the most bytes of a volume, 0 for no limit
 */
public record OutboxSettings(
    Path directory, BundleContent content, Compression compression, long volumeSize) {}
