package org.stellaops.attestor.cli.airgap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.app.runtime.AttestorRuntime;
import org.stellaops.attestor.bundle.archive.Compression;
import org.stellaops.attestor.bundle.format.BundleContent;
import org.stellaops.attestor.bundle.format.Receipt;
import org.stellaops.attestor.bundle.format.ReceiptFile;
import org.stellaops.attestor.cli.BackendSelector;
import org.stellaops.attestor.cli.ByteSizeConverter;
import org.stellaops.attestor.cli.ConfiguredCommand;
import org.stellaops.attestor.cli.OneShotRuntime;
import org.stellaops.attestor.cli.OutputFormat;
import org.stellaops.attestor.cli.TerminalProgress;
import org.stellaops.attestor.cli.UsageException;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.route.airgap.BundleReport;
import org.stellaops.attestor.route.airgap.ExportRequest;
import org.stellaops.attestor.route.airgap.VolumeName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code export}: writes the mirror of a log to a bundle. */
@Command(
    name = "export",
    subcommands = ExportKeygenCommand.class,
    description = "Write the mirror of a log to a bundle for another network.",
    footer = {
      "  stella attestor export --backend sigstore-prod --output bundle.tar.gz \\",
      "      --include-entries",
      "  stella attestor export --backend sigstore-prod --output delta.tar.gz \\",
      "      --include-entries --since receipt.json"
    })
public final class ExportCommand extends ConfiguredCommand implements Callable<ExitCode> {
  @Option(names = "--backend", paramLabel = "ID", description = "The backend to export.")
  private @Nullable String id;

  @Option(
      names = "--all",
      description = "Export every enabled backend. --output is then a directory.")
  private boolean all;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "The bundle to write. The name ends in .tar.gz or .tar.zst.")
  private @Nullable Path output;

  @Option(names = "--force", description = "Replace a bundle of this name.")
  private boolean force;

  @Option(
      names = "--include-tiles",
      description =
          "Include hash tiles, so that the importing side can prove inclusion of entries.")
  private boolean includeTiles;

  @Option(
      names = "--include-entries",
      description = "Include hash tiles and the entries themselves.")
  private boolean includeEntries;

  @Option(
      names = "--checkpoints-only-verified",
      description = "Leave out a newer checkpoint whose tiles are not all mirrored yet.")
  private boolean onlyVerified;

  @Option(
      names = "--since",
      paramLabel = "SIZE|RECEIPT",
      description =
          "Export only the entries from this tree size on, or those missing according to the "
              + "receipt of an earlier import.")
  private @Nullable String since;

  @Option(
      names = "--volume-size",
      paramLabel = "SIZE",
      converter = ByteSizeConverter.class,
      defaultValue = "0",
      description =
          "Split the bundle into volumes of at most this size, for example 4G or 700MB. "
              + "Default: one file.")
  private long volumeSize;

  @Option(
      names = "-o",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "Output format: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private OutputFormat format = OutputFormat.table;

  @Override
  public ExitCode call() throws IOException {
    if ((id == null) == !all) {
      throw usageError("add either --backend ID or --all");
    }
    if (output == null) {
      throw usageError("add --output FILE");
    }
    Settings loaded = config.load();
    Settings settings = id == null ? loaded : loaded.withBackendEnabled(id);
    try (PostgresStore store = PostgresStore.openPooled(settings, "export");
        TerminalProgress progress = new TerminalProgress(spec)) {
      List<Backend> logs =
          id == null
              ? BackendSelector.select(settings, store, null)
              : List.of(BackendSelector.selectLog(settings, store, id));
      for (Backend each : logs) {
        requireNew(request(each, output).output());
      }
      List<BundleReport> reports = new ArrayList<>();
      try (AttestorRuntime runtime = OneShotRuntime.start(settings, store, progress)) {
        for (Backend each : logs) {
          reports.addAll(runtime.export(request(each, output)));
          progress.close();
        }
      }
      ExitCode status =
          BundleReportPrinter.print(reports, format == OutputFormat.json, spec.commandLine());
      warnAboutMissingEntries(
          settings, logs.stream().filter(Backend::hasTiles).map(Backend::id).toList(), reports);
      return status;
    }
  }

  private ExportRequest request(Backend log, Path target) {
    boolean isSize = since != null && since.matches("[0-9]{1,18}");
    Optional<Receipt> receipt =
        since == null || isSize ? Optional.empty() : Optional.of(ReceiptFile.read(Path.of(since)));
    OptionalLong size =
        since != null && isSize ? OptionalLong.of(Long.parseLong(since)) : OptionalLong.empty();
    Path file =
        all ? target.resolve(log.id().replace('/', '-') + Compression.GZIP.suffix()) : target;
    return new ExportRequest(
        log.id(),
        file.toAbsolutePath().normalize(),
        all && !log.hasTiles() ? BundleContent.CHECKPOINTS : content(),
        onlyVerified,
        size,
        receipt,
        volumeSize,
        Optional.empty());
  }

  /** A bundle that was carried away is needed again if the import of it or of a later one fails. */
  private void requireNew(Path file) {
    Path existing = volumeSize > 0 ? VolumeName.of(file, 1) : file;
    if (!force && Files.exists(existing)) {
      throw new UsageException(
          "the bundle exists already: " + existing, "name another file, or add --force");
    }
  }

  private BundleContent content() {
    if (includeEntries) {
      return BundleContent.ENTRIES;
    }
    return includeTiles ? BundleContent.TILES : BundleContent.CHECKPOINTS;
  }

  /** Warns before the bundle is transferred; the import would fail only on the other side. */
  private void warnAboutMissingEntries(
      Settings settings, List<String> ids, List<BundleReport> reports) {
    boolean written = reports.stream().anyMatch(report -> report.failure().isEmpty());
    boolean mirrored = ids.stream().anyMatch(each -> settings.backend(each).mirrorEntries());
    if (written && content() == BundleContent.TILES && mirrored) {
      printNotice(
          "hint: the bundle has no entries: set mirrorEntries: false on the importing side, or"
              + " export with --include-entries");
    }
  }

  private static AttestorException usageError(String hint) {
    return new UsageException("export needs a backend and an output file", hint);
  }
}
