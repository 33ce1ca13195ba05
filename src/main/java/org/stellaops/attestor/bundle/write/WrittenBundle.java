package org.stellaops.attestor.bundle.write;

import java.nio.file.Path;
import org.stellaops.attestor.bundle.format.BundleManifest;

/**
 * A volume that is on disk under its own name.
 *
 * @param file where
 * @param sha256 of the file, 64 hexadecimal digits
 * @param bytes length of the file
 * @param manifest what it says of itself
 */
public record WrittenBundle(Path file, String sha256, long bytes, BundleManifest manifest) {}
