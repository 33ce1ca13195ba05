package org.stellaops.attestor.bundle.write;

import java.nio.file.Path;
import org.stellaops.attestor.bundle.format.BundleManifest;

/**
 * A volume that is complete and on disk under its final name.
 *
 * @param file its path
 * @param sha256 of the file, 64 hexadecimal digits
 * @param bytes length of the file
 * @param manifest its manifest
 */
public record WrittenBundle(Path file, String sha256, long bytes, BundleManifest manifest) {}
