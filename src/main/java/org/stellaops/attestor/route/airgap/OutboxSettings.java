package org.stellaops.attestor.route.airgap;

import java.nio.file.Path;
import org.stellaops.attestor.bundle.archive.Compression;
import org.stellaops.attestor.bundle.format.BundleContent;

/**
 * What scheduled exports are like, and requested ones that do not say otherwise.
 *
 * @param directory the outbox
 * @param content how much; where entries are not mirrored, tiles take the place of entries
 * @param compression of the files
 * @param volumeSize the most bytes of a volume, 0 for no limit
 */
public record OutboxSettings(
    Path directory, BundleContent content, Compression compression, long volumeSize) {}
