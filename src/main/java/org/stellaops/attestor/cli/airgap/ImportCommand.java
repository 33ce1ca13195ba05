package org.stellaops.attestor.cli.airgap;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.app.BackendFactory;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.app.runtime.AttestorRuntime;
import org.stellaops.attestor.bundle.format.Receipt;
import org.stellaops.attestor.bundle.format.ReceiptFile;
import org.stellaops.attestor.bundle.read.VolumeSet;
import org.stellaops.attestor.cli.OneShotRuntime;
import org.stellaops.attestor.cli.ReportingCommand;
import org.stellaops.attestor.cli.TerminalProgress;
import org.stellaops.attestor.cli.UsageException;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.store.Damage;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.route.SidecarFiles;
import org.stellaops.attestor.route.airgap.BundleReport;
import org.stellaops.attestor.route.airgap.DryRun;
import org.stellaops.attestor.route.airgap.ImportRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code import}: verifies bundles with the configured keys and publishes their content. */
@Command(
    name = "import",
    description = {
      "Verify bundles and add what they prove to the mirror.",
      "A bundle is verified completely before any of its files is published."
    },
    footer = {
      "  stella attestor import offline-attestor-bundle.tar.gz",
      "  stella attestor import offline-attestor-bundle.tar.gz --dry-run"
    })
public final class ImportCommand extends ReportingCommand implements Callable<ExitCode> {
  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Bundles, in any order. Name all volumes of a bundle in volumes.")
  private List<Path> files = List.of();

  @Option(names = "--dry-run", description = "Verify everything and change nothing.")
  private boolean dryRun;

  @Option(
      names = "--partial",
      description = "Import the given volumes although others are missing.")
  private boolean partial;

  @Option(
      names = "--receipt",
      paramLabel = "FILE",
      description =
          "Write the receipt for the exporting side to this file; for bundles of one log. "
              + "Default: a file named after the backend in receipts/ of the data directory.")
  private @Nullable Path receipt;

  private final DryRun simulation = new DryRun();

  @Override
  public ExitCode call() throws IOException {
    Settings settings = config.load();
    ImportReceipts receipts =
        new ImportReceipts(
            settings.dataDir(),
            Optional.ofNullable(receipt).map(file -> file.toAbsolutePath().normalize()));
    List<Path> absoluteFiles =
        files.stream().map(file -> file.toAbsolutePath().normalize()).toList();
    try (PostgresStore store = PostgresStore.openPooled(settings, "import");
        TerminalProgress progress = new TerminalProgress(spec)) {
      VolumeSet.Scan scan = VolumeSet.scan(absoluteFiles);
      receipts.requireOneLog(scan.volumes());
      List<BundleReport> reports = new ArrayList<>();
      try (AttestorRuntime runtime = OneShotRuntime.start(settings, store, progress)) {
        Optional<BundleReport> incomplete = findMissingVolume(scan, settings, store);
        if (incomplete.isPresent()) {
          reports.add(runtime.rejectImport(request(incomplete.get().file()), incomplete.get()));
        }
        for (Path file : incomplete.isPresent() ? List.<Path>of() : orderedFiles(scan)) {
          reports.add(runtime.importBundle(request(file)));
          progress.close();
        }
      }
      ExitCode status = BundleReportPrinter.print(reports, output.isJson(), spec.commandLine());
      receipts.write(reports).forEach(file -> printNotice("receipt: " + file));
      return status.worse(printDamage(reports, settings.sync().enabled()));
    }
  }

  /** Prints which files the mirrors still lack after a successful import, and the next command. */
  private ExitCode printDamage(List<BundleReport> reports, boolean connected) {
    ExitCode status = ExitCode.SUCCESS;
    for (BundleReport report : reports) {
      Optional<Damage> damage =
          report.failure().isPresent()
              ? Optional.empty()
              : report.state().flatMap(LogState::damage);
      if (damage.isPresent()) {
        AttestorException error = damage.get().exception(report.backend(), connected);
        status =
            status.worse(report(Optional.of(error.failure()), error.getMessage(), error.hint()));
      }
    }
    return status;
  }

  private ImportRequest request(Path file) {
    return new ImportRequest(file, dryRun ? Optional.of(simulation) : Optional.empty(), false);
  }

  /**
   * Sorts deltas after the bundles that they build on. If one file cannot be opened, only that file
   * is returned: its rejection is recorded in the history and nothing is imported.
   */
  private static List<Path> orderedFiles(VolumeSet.Scan scan) {
    return scan.rejected()
        .map(List::of)
        .orElseGet(() ->
            VolumeSet.of(scan.volumes()).stream()
                .flatMap(set -> set.volumes().stream())
                .map(VolumeSet.Volume::file)
                .toList());
  }

  /** Returns a report for the first incomplete bundle; nothing is imported then. */
  private Optional<BundleReport> findMissingVolume(
      VolumeSet.Scan scan, Settings settings, PostgresStore store) {
    if (partial || scan.rejected().isPresent()) {
      return Optional.empty();
    }
    for (VolumeSet set : VolumeSet.of(scan.volumes())) {
      VolumeSet.Volume first = set.volumes().get(0);
      try {
        if (first.manifest().volumes() > 1) {
          set.requireComplete(
              store.checkpoints().find(set.origin()).map(LogState::covered).orElse(0L));
        }
      } catch (AttestorException e) {
        String backend =
            BackendFactory.create(settings).findByOrigin(set.origin()).map(Backend::id).orElse("");
        return Optional.of(
            BundleReport.ofUnread(
                first.file(), backend, Optional.of(first.manifest()), Instant.now(), e));
      }
    }
    return Optional.empty();
  }

  /** The receipt files of an import: the file of {@code --receipt}, or one for each log. */
  private record ImportReceipts(Path dataDir, Optional<Path> explicitFile) {
    /**
     * Checks that no receipt would overwrite another.
     *
     * @throws AttestorException with {@code configuration} if one file is named for two logs
     */
    void requireOneLog(List<VolumeSet.Volume> volumes) {
      Set<String> logs = new TreeSet<>();
      volumes.forEach(volume -> logs.add(volume.manifest().origin().name()));
      if (explicitFile.isPresent() && logs.size() > 1) {
        throw new UsageException(
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
}
