package org.stellaops.attestor.route.airgap;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.IntStream;
import org.stellaops.attestor.bundle.archive.Compression;
import org.stellaops.attestor.bundle.format.BundleManifest;
import org.stellaops.attestor.bundle.read.BundleReader;
import org.stellaops.attestor.failure.AttestorException;

/** File names of volumes: {@code kit.tar.gz} becomes {@code kit.001.tar.gz} and so on. */
public final class VolumeName {
  private VolumeName() {}

  static Path of(Path output, BundleManifest manifest) {
    return manifest.volumes() == 1 ? output : of(output, manifest.volume());
  }

  /** Whether all volumes of this bundle exist; their number is read from the first one. */
  static boolean isWritten(Path output) {
    Path first = of(output, 1);
    if (Files.exists(output) || !Files.exists(first)) {
      return Files.exists(output);
    }
    try (BundleReader bundle = BundleReader.open(first)) {
      return IntStream.rangeClosed(1, bundle.manifest().volumes())
          .allMatch(volume -> Files.exists(of(output, volume)));
    } catch (AttestorException e) {
      return false; // not a bundle, or removed again
    }
  }

  /** The file of a volume, the first of which has number 1. */
  public static Path of(Path output, int volume) {
    return Compression.insertBeforeSuffix(output, String.format(Locale.ROOT, ".%03d", volume));
  }
}
