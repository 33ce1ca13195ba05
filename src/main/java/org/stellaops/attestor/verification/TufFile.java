package org.stellaops.attestor.verification;

import java.nio.file.Path;
import org.stellaops.attestor.trust.TufMetadata;

/**
 * A file with the TUF metadata of a trusted root.
 *
 * @param file its path
 * @param metadata its content
 */
public record TufFile(Path file, TufMetadata metadata) {}
