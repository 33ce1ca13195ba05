package org.stellaops.attestor.verification;

import java.nio.file.Path;
import org.stellaops.attestor.trust.TufMetadata;

/**
 * A file of TUF metadata that lies with a trusted root.
 *
 * @param file where it is
 * @param metadata what it says of itself
 */
public record TufFile(Path file, TufMetadata metadata) {}
