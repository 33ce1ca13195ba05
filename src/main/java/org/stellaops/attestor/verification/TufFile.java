package org.stellaops.attestor.verification;

import java.nio.file.Path;
import org.stellaops.attestor.trust.TufMetadata;

/**
 * A file of TUF metadata beside a trusted root.
 *
 * @param file its path
 * @param metadata its content
 */
public record TufFile(Path file, TufMetadata metadata) {}
