package org.stellaops.attestor.verdict;

import java.nio.file.Path;
import org.stellaops.attestor.trust.TufMetadata;

/**
 * A file of TUF metadata that lies with a trusted root.
 *
 * @param file where it is
 * @param metadata what it says of itself
 */
public record TrustFile(Path file, TufMetadata metadata) {}
