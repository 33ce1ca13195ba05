package org.stellaops.attestor.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.app.AttestorRuntime;
import org.stellaops.attestor.app.BackendReader;
import org.stellaops.attestor.app.Store;
import org.stellaops.attestor.bundle.VolumeSet;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.mirror.Backend;
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
        "Where to write the receipt, which goes back to the other side; for bundles of one log.",
        "Without it: to receipts/ under the data directory, named after the backend."
      })
  private @Nullable Path receipt;

  private final DryRun trial = new DryRun();

  @Override
  public Integer call() throws IOException {
    Settings settings = config.load();
    ImportReceipts receipts =
        new ImportReceipts(
            settings.dataDir(),
            Optional.ofNullable(receipt).map(file -> file.toAbsolutePath().normalize()));
    List<Path> named = files.stream().map(file -> file.toAbsolutePath().normalize()).toList();
    try (Store store = Store.toWork(settings, "import");
        BundleProgress progress = BundleProgress.onTerminal(spec)) {
      VolumeSet.Look look = VolumeSet.look(named);
      receipts.requireOneLog(look.volumes());
      List<BundleReport> reports = new ArrayList<>();
      try (AttestorRuntime runtime = RoutesOnce.start(settings, store, progress)) {
        Optional<BundleReport> missing = missing(look, settings, store);
        if (missing.isPresent()) {
          reports.add(runtime.refuseImport(request(missing.get().file()), missing.get()));
        }
        for (Path file : missing.isPresent() ? List.<Path>of() : inOrder(look)) {
          reports.add(runtime.importBundle(request(file)));
          progress.close();
        }
      }
      int status =
          BundleReports.print(
              reports, form.isJson(), spec.commandLine().getOut(), spec.commandLine().getErr());
      PrintWriter err = spec.commandLine().getErr();
      receipts.write(reports).forEach(file -> err.println("receipt: " + file));
      err.flush();
      return status;
    }
  }

  private ImportRequest request(Path file) {
    return new ImportRequest(file, dryRun ? Optional.of(trial) : Optional.empty(), false);
  }

  /**
   * What builds on something comes after it. If one is refused at its beginning it comes alone: the
   * refusal goes into the history as every other does, and of the rest nothing is taken.
   */
  private static List<Path> inOrder(VolumeSet.Look look) {
    return look.refused()
        .map(List::of)
        .orElseGet(() ->
            VolumeSet.of(look.volumes()).stream()
                .flatMap(set -> set.volumes().stream())
                .map(VolumeSet.Volume::file)
                .toList());
  }

  /** If a volume is not here, nothing is taken of any bundle; it is told of the first that is. */
  private Optional<BundleReport> missing(VolumeSet.Look look, Settings settings, Store store) {
    if (partial || look.refused().isPresent()) {
      return Optional.empty();
    }
    for (VolumeSet set : VolumeSet.of(look.volumes())) {
      VolumeSet.Volume first = set.volumes().get(0);
      try {
        if (first.manifest().volumes() > 1) {
          set.requireWhole(
              store.checkpoints().find(set.origin()).map(LogState::covered).orElse(0L));
        }
      } catch (AttestorException e) {
        String backend = BackendReader.read(settings).of(set.origin()).map(Backend::id).orElse("");
        return Optional.of(
            BundleReport.ofUnread(
                first.file(), backend, Optional.of(first.manifest()), Instant.now(), e));
      }
    }
    return Optional.empty();
  }
}
