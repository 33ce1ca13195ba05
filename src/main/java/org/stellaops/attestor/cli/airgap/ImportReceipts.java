package org.stellaops.attestor.cli.airgap;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.stellaops.attestor.bundle.format.Receipt;
import org.stellaops.attestor.bundle.format.ReceiptFile;
import org.stellaops.attestor.bundle.read.VolumeSet;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.route.SidecarFiles;
import org.stellaops.attestor.route.airgap.BundleReport;

/**
 * The receipt files of an import, one for each log.
 *
 * @param dataDir the directory that contains {@code receipts/}
 * @param explicitFile the file of {@code --receipt}; empty to name the files after the backends
 */
record ImportReceipts(Path dataDir, Optional<Path> explicitFile) {
  /**
   * Checks that no receipt would overwrite another.
   *
   * @throws AttestorException with {@code configuration} if one file is named for two logs
   */
  void requireOneLog(List<VolumeSet.Volume> volumes) {
    Set<String> logs = new TreeSet<>();
    volumes.forEach(volume -> logs.add(volume.manifest().origin().name()));
    if (explicitFile.isPresent() && logs.size() > 1) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          "nothing was imported: --receipt names one file for "
              + logs.size()
              + " logs: "
              + String.join(", ", logs),
          "leave out --receipt to write one receipt for each log to "
              + dataDir.resolve("receipts")
              + ", or import each log separately");
    }
  }

  /** Writes the newest receipt of each log and returns the files. */
  List<Path> write(List<BundleReport> reports) {
    Map<Path, Receipt> newest = new LinkedHashMap<>();
    for (BundleReport report : reports) {
      report.receipt().ifPresent(receipt -> newest.put(file(report.backend()), receipt));
    }
    newest.forEach(ImportReceipts::write);
    return List.copyOf(newest.keySet());
  }

  /** The id of a shard, ID/TREEID, contains a slash. */
  private Path file(String backend) {
    return explicitFile.orElseGet(
        () -> dataDir.resolve("receipts").resolve(backend.replace('/', '-') + ".receipt.json"));
  }

  private static void write(Path file, Receipt receipt) {
    try {
      SidecarFiles.write(file, ReceiptFile.print(receipt));
    } catch (AttestorException e) {
      throw new AttestorException(
          e.failure(),
          "the bundle is imported, but its receipt cannot be written: " + e.getMessage(),
          "import the bundle again with --receipt FILE to write only the receipt",
          e);
    }
  }
}
