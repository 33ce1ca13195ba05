package org.stellaops.attestor.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.app.AttestorRuntime;
import org.stellaops.attestor.app.Store;
import org.stellaops.attestor.bundle.BundleContent;
import org.stellaops.attestor.bundle.Compression;
import org.stellaops.attestor.bundle.Receipt;
import org.stellaops.attestor.bundle.ReceiptFile;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.route.BundleReport;
import org.stellaops.attestor.route.ExportRequest;
import org.stellaops.attestor.trust.SigningKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code export}: what is mirrored of a log, as a bundle that crosses an air gap. */
@Command(
    name = "export",
    description = "Write what is mirrored of a log into a bundle, to be imported elsewhere.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  stella attestor export --backend sigstore-prod --output bundle.tar.gz --include-entries",
      "  stella attestor export --backend sigstore-prod --output delta.tar.gz \\",
      "      --include-entries --since receipt.json"
    })
final class ExportCommand implements Callable<Integer> {
  @Mixin private ConfigOption config;
  @Spec private CommandSpec spec;

  @Option(names = "--backend", paramLabel = "ID", description = "The backend to export.")
  private @Nullable String id;

  @Option(
      names = "--all",
      description = "Export every enabled backend; --output is a directory then.")
  private boolean all;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "The bundle to write; its name ends in .tar.gz or .tar.zst.")
  private @Nullable Path output;

  @Option(
      names = "--include-tiles",
      description = "Hash tiles too, so that entries can be proved to be in the log.")
  private boolean includeTiles;

  @Option(names = "--include-entries", description = "Tiles, and the entries themselves.")
  private boolean includeEntries;

  @Option(
      names = "--checkpoints-only-verified",
      description = "Leave out a newer checkpoint whose tiles are not all mirrored yet.")
  private boolean onlyVerified;

  @Option(
      names = "--since",
      paramLabel = "SIZE|RECEIPT",
      description = {
        "Only what is new since the importer had so many entries, or since the import that has",
        "written this receipt."
      })
  private @Nullable String since;

  @Option(
      names = "--volume-size",
      paramLabel = "SIZE",
      converter = ByteSizeOption.class,
      defaultValue = "0",
      description = "Cut the bundle into volumes of at most so many bytes, as 4G or 700MB.")
  private long volumeSize;

  @Option(
      names = "-o",
      paramLabel = "FORM",
      defaultValue = "table",
      description = "How to print: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private OutputOption.Form form = OutputOption.Form.table;

  @Override
  public Integer call() throws IOException {
    if ((id == null) == !all) {
      throw usage("name one backend with --backend, or all with --all");
    }
    if (output == null) {
      throw usage("name the bundle to write with --output");
    }
    Settings loaded = config.load();
    Settings settings = id == null ? loaded : loaded.enabling(id);
    try (Store store = Store.toWork(settings, "export");
        BundleProgress progress = BundleProgress.onTerminal()) {
      List<Backend> logs =
          id == null
              ? BackendChoice.of(settings, store, null)
              : List.of(BackendChoice.log(settings, store, id));
      List<BundleReport> reports = new ArrayList<>();
      try (AttestorRuntime runtime = RoutesOnce.start(settings, store, progress)) {
        for (Backend each : logs) {
          reports.addAll(runtime.export(request(each, output)));
          progress.close();
        }
      }
      int status =
          BundleReports.print(
              reports,
              form == OutputOption.Form.json,
              spec.commandLine().getOut(),
              spec.commandLine().getErr());
      adviseOnEntries(
          settings, logs.stream().filter(Backend::hasTiles).map(Backend::id).toList(), reports);
      return status;
    }
  }

  private ExportRequest request(Backend log, Path to) {
    boolean isSize = since != null && since.matches("[0-9]{1,18}");
    Optional<Receipt> receipt =
        since == null || isSize ? Optional.empty() : Optional.of(ReceiptFile.read(Path.of(since)));
    OptionalLong size =
        since != null && isSize ? OptionalLong.of(Long.parseLong(since)) : OptionalLong.empty();
    Path file = all ? to.resolve(log.id().replace('/', '-') + Compression.GZIP.suffix()) : to;
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

  private BundleContent content() {
    if (includeEntries) {
      return BundleContent.ENTRIES;
    }
    return includeTiles ? BundleContent.TILES : BundleContent.CHECKPOINTS;
  }

  /** In time, and not on the other side of the gap. */
  private void adviseOnEntries(Settings settings, List<String> ids, List<BundleReport> reports) {
    boolean written = reports.stream().anyMatch(report -> report.failure().isEmpty());
    boolean mirrored = ids.stream().anyMatch(each -> settings.backend(each).mirrorEntries());
    if (written && content() == BundleContent.TILES && mirrored) {
      PrintWriter err = spec.commandLine().getErr();
      err.println(
          "hint: the bundle has no entries; the importing side needs mirrorEntries: false, or"
              + " export with --include-entries");
      err.flush();
    }
  }

  private static AttestorException usage(String hint) {
    return new AttestorException(
        Failure.CONFIGURATION, "it is not said what is to be exported, or where to", hint);
  }

  @Command(
      name = "keygen",
      description = "Make a key that signs bundles and receipts, and print its public half.",
      footerHeading = "%nExamples:%n",
      footer = {"  stella attestor export keygen --name exports.example.org --output exporter.key"})
  void keygen(
      @Option(
              names = "--name",
              required = true,
              paramLabel = "NAME",
              description = "What the key is called, as exports.example.org.")
          String name,
      @Option(
              names = "--output",
              required = true,
              paramLabel = "FILE",
              description = "The file for the private key; it must not exist yet.")
          Path file)
      throws IOException {
    String key = SigningKey.generate(named(name), new SecureRandom());
    write(file, key + "\n");
    PrintWriter out = spec.commandLine().getOut();
    out.println(SigningKey.parse(key).key());
    out.flush();
    PrintWriter err = spec.commandLine().getErr();
    err.println("hint: set attestor.airGap.signingKeyPath to " + file.toAbsolutePath());
    err.println("hint: the importing side adds the line above to attestor.airGap.trustedExporters");
    err.flush();
  }

  private static String named(String name) {
    if (!name.matches("[^\\s+]{1,255}")) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          "no key can be called '" + name + "'",
          "a name has no blanks and no plus signs");
    }
    return name;
  }

  /** Readable by nobody else, from the first moment on. */
  private static void write(Path file, String text) {
    try {
      Path directory = file.toAbsolutePath().getParent();
      boolean posix = Files.getFileStore(directory).supportsFileAttributeView("posix");
      FileAttribute<Set<PosixFilePermission>> owner =
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
      if (posix) {
        Files.createFile(file, owner);
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
      } else {
        Files.write(file, text.getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE_NEW);
      }
    } catch (IOException e) {
      throw new AttestorException(
          Failure.DISK,
          "cannot write " + file + ": " + e,
          "name a new file in a directory that is there",
          e);
    }
  }
}
