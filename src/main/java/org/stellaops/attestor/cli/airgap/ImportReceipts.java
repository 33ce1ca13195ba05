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
 * Where the receipts of an import go: one for each log, to a file of its own.
 *
 * @param dataDir holds {@code receipts/}
 * @param explicitFile the file that was asked for; empty for those that are named after the
 *     backends
 */
record ImportReceipts(Path dataDir, Optional<Path> explicitFile) {
  /**
   * Makes sure that no receipt would take the place of another.
   *
   * @throws AttestorException with {@code configuration} if one file is named for two logs
   */
  void requireOneLog(List<VolumeSet.Volume> volumes) {
    Set<String> logs = new TreeSet<>();
    volumes.forEach(volume -> logs.add(volume.manifest().origin().name()));
    if (explicitFile.isPresent() && logs.size() > 1) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          "nothing was imported: one file cannot be the receipt of "
              + logs.size()
              + " logs, which are "
              + String.join(", ", logs),
          "leave out --receipt, and each gets one in "
              + dataDir.resolve("receipts")
              + "; or import log by log");
    }
  }

  /** Writes the newest of each log, and gives the files. */
  List<Path> write(List<BundleReport> reports) {
    Map<Path, Receipt> newest = new LinkedHashMap<>();
    for (BundleReport report : reports) {
      report.receipt().ifPresent(receipt -> newest.put(file(report.backend()), receipt));
    }
    newest.forEach(ImportReceipts::write);
    return List.copyOf(newest.keySet());
  }

  /** A shard is called ID/TREEID, and no file is. */
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
          "the bundle is imported, but not its receipt written: " + e.getMessage(),
          "import it again with --receipt FILE; it changes nothing any more",
          e);
    }
  }
}
