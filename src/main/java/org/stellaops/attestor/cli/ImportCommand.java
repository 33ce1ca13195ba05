package org.stellaops.attestor.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.app.AttestorRuntime;
import org.stellaops.attestor.app.Store;
import org.stellaops.attestor.bundle.Receipt;
import org.stellaops.attestor.bundle.ReceiptFile;
import org.stellaops.attestor.bundle.VolumeSet;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.LogState;
import org.stellaops.attestor.route.BundleReport;
import org.stellaops.attestor.route.DryRun;
import org.stellaops.attestor.route.ImportRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code import}: bundles from elsewhere, checked with the keys that are configured here. */
@Command(
    name = "import",
    description = "Check bundles to their end, and take what they prove into the mirror.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  stella attestor import offline-attestor-bundle.tar.gz",
      "  stella attestor import offline-attestor-bundle.tar.gz --dry-run"
    })
final class ImportCommand implements Callable<Integer> {
  @Mixin private ConfigOption config;
  @Mixin private OutputOption form;
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Bundles, in any order; of a bundle in volumes all of them.")
  private List<Path> files = List.of();

  @Option(names = "--dry-run", description = "Check everything, and change nothing.")
  private boolean dryRun;

  @Option(names = "--partial", description = "Take volumes although others are missing.")
  private boolean partial;

  @Option(
      names = "--receipt",
      paramLabel = "FILE",
      description = {
        "Where to write the receipt, which goes back to the other side. Without it: to receipts/",
        "under the data directory, named after the backend."
      })
  private @Nullable Path receipt;

  @Override
  public Integer call() throws IOException {
    Settings settings = config.load();
    List<Path> named = files.stream().map(file -> file.toAbsolutePath().normalize()).toList();
    try (Store store = Store.toWork(settings, "import");
        BundleProgress progress = BundleProgress.onTerminal(spec)) {
      List<Path> inOrder = inOrder(named, store);
      List<BundleReport> reports = new ArrayList<>();
      Optional<DryRun> trial = dryRun ? Optional.of(new DryRun()) : Optional.empty();
      try (AttestorRuntime runtime = RoutesOnce.start(settings, store, progress)) {
        for (Path file : inOrder) {
          reports.add(runtime.importBundle(new ImportRequest(file, trial, false)));
          progress.close();
        }
      }
      int status =
          BundleReports.print(
              reports, form.isJson(), spec.commandLine().getOut(), spec.commandLine().getErr());
      writeReceipts(settings, reports);
      return status;
    }
  }

  /**
   * What builds on something comes after it. If one is refused at its beginning it comes alone: the
   * refusal goes into the history as every other does, and of the rest nothing is taken.
   */
  private List<Path> inOrder(List<Path> named, Store store) {
    VolumeSet.Look look = VolumeSet.look(named);
    if (look.refused().isPresent()) {
      return List.of(look.refused().get());
    }
    List<VolumeSet> sets = VolumeSet.of(look.volumes());
    requireWhole(sets, store);
    return sets.stream()
        .flatMap(set -> set.volumes().stream())
        .map(VolumeSet.Volume::file)
        .toList();
  }

  private void requireWhole(List<VolumeSet> sets, Store store) {
    for (VolumeSet set : partial ? List.<VolumeSet>of() : sets) {
      if (set.volumes().get(0).manifest().volumes() > 1) {
        set.requireWhole(store.checkpoints().find(set.origin()).map(LogState::covered).orElse(0L));
      }
    }
  }

  /** The newest of each log. */
  private void writeReceipts(Settings settings, List<BundleReport> reports) {
    PrintWriter err = spec.commandLine().getErr();
    for (BundleReport report : reports) {
      report
          .receipt()
          .ifPresent(each -> {
            Path file = receiptFile(settings, report);
            write(file, each);
          });
    }
    reports.stream()
        .filter(report -> report.receipt().isPresent())
        .map(report -> receiptFile(settings, report))
        .distinct()
        .forEach(file -> err.println("receipt: " + file));
    err.flush();
  }

  private Path receiptFile(Settings settings, BundleReport report) {
    return receipt == null
        ? settings
            .dataDir()
            .resolve("receipts")
            .resolve(fileName(report.backend()) + ".receipt.json")
        : receipt.toAbsolutePath().normalize();
  }

  /** A shard is called ID/TREEID, and no file is. */
  private static String fileName(String backend) {
    return backend.replace('/', '-');
  }

  private static void write(Path file, Receipt receipt) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, ReceiptFile.print(receipt));
    } catch (IOException e) {
      throw new AttestorException(
          Failure.DISK,
          "the bundle is imported, but its receipt cannot be written to " + file + ": " + e,
          "import it again with --receipt FILE; it changes nothing any more",
          e);
    }
  }
}
