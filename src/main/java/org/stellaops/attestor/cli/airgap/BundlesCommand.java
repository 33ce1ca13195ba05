package org.stellaops.attestor.cli.airgap;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.bundle.format.BundleManifest;
import org.stellaops.attestor.bundle.format.MetadataFile;
import org.stellaops.attestor.bundle.read.BundleReader;
import org.stellaops.attestor.cli.CommandGroup;
import org.stellaops.attestor.cli.ConfigOption;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.OutputOption;
import org.stellaops.attestor.cli.TextTable;
import org.stellaops.attestor.json.JsonObject;
import org.stellaops.attestor.mirror.store.BundleRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bundles}: the history of exports and imports, and the content of a bundle. */
@Command(
    name = "bundles",
    description = "List exports and imports, and show the content of bundles.")
public final class BundlesCommand extends CommandGroup {
  @Command(
      name = "list",
      description = "List exports and imports, newest first.",
      footer = {"  stella attestor bundles list --last 10"})
  void list(
      @Mixin ConfigOption config,
      @Mixin OutputOption output,
      @Option(
              names = "--last",
              paramLabel = "N",
              defaultValue = "20",
              description = "Maximum number of rows. Default: ${DEFAULT-VALUE}.")
          int last) {
    try (PostgresStore store = PostgresStore.openReadOnly(config.load())) {
      List<BundleHistoryView> rows =
          store.bundles().newest(Math.max(1, last)).stream().map(BundleHistoryView::new).toList();
      output.printAll(
          out(),
          rows,
          BundleHistoryView::json,
          new TextTable(BundleHistoryView.HEADINGS),
          BundleHistoryView::row,
          "no export or import is recorded");
      if (!output.isJson()) {
        rows.stream().flatMap(row -> row.failureLine().stream()).forEach(out()::println);
      }
    }
  }

  @Command(
      name = "inspect",
      description = {
        "Show the manifest of a bundle and check that the file is complete.",
        "The command needs no configuration and does not verify the content. Only an import does."
      },
      footer = {"  stella attestor bundles inspect offline-attestor-bundle.tar.gz"})
  void inspect(
      @Mixin OutputOption output,
      @Parameters(paramLabel = "FILE", description = "The bundle.") Path file) {
    try (BundleReader bundle = BundleReader.open(file)) {
      BundleView view =
          new BundleView(
              file,
              bundle.manifest(),
              bundle.signerNames(),
              bundle.skipToEnd(),
              bundle.bytesRead());
      output.print(out(), view::json, view::text);
    }
  }

  /** Formats a row of the bundle history. */
  private record BundleHistoryView(BundleRow transfer) {
    static final String[] HEADINGS = {
      "Number",
      "Finished",
      "Direction",
      "Backend",
      "Content",
      "Entries",
      "Tree Size",
      "Outcome",
      "Who",
      "SHA-256",
      "File"
    };
    private static final int SHORT_DIGEST = 12;

    List<String> row() {
      return List.of(
          Long.toString(transfer.id()),
          Format.time(Optional.of(transfer.finished())),
          transfer.direction(),
          transfer.backend().orElse("-"),
          transfer.content().orElse("-"),
          entries(),
          transfer.treeSize().isPresent() ? Format.count(transfer.treeSize().getAsLong()) : "-",
          transfer.outcome(),
          transfer.operator(),
          transfer.sha256().map(digest -> digest.substring(0, SHORT_DIGEST)).orElse("-"),
          transfer.file());
    }

    /** The error message of a failed transfer, printed below the table because it is long. */
    Optional<String> failureLine() {
      return transfer
          .message()
          .map(message ->
              transfer.id() + ": " + transfer.outcome() + ": " + message.replace('\n', ' '));
    }

    private String entries() {
      long from = transfer.from().orElse(0);
      long to = transfer.to().orElse(0);
      return from < to ? Format.count(from) + " to " + Format.count(to - 1) : "-";
    }

    JsonObject json() {
      return new JsonObject()
          .with("number", transfer.id())
          .with("direction", transfer.direction())
          .with("backend", transfer.backend())
          .with("file", transfer.file())
          .with("sha256", transfer.sha256())
          .with("bytes", transfer.bytes())
          .with("content", transfer.content())
          .with("baseSize", transfer.baseSize())
          .with("from", transfer.from())
          .with("to", transfer.to())
          .with("treeSize", transfer.treeSize())
          .with("volume", transfer.volume())
          .with("volumes", transfer.volumes())
          .with("signedBy", transfer.signedBy())
          .with("who", transfer.operator())
          .with("startedAt", transfer.started().toString())
          .with("finishedAt", transfer.finished().toString())
          .with("outcome", transfer.outcome())
          .with("message", transfer.message());
    }
  }

  /**
   * Formats a bundle for {@code bundles inspect}.
   *
   * @param file its path
   * @param manifest its manifest, not verified
   * @param signatures names on the signature lines of the exporter, not verified; empty if unsigned
   * @param sha256 SHA-256 of the file in hexadecimal
   * @param bytes length of the file
   */
  private record BundleView(
      Path file, BundleManifest manifest, String signatures, String sha256, long bytes) {
    String text() {
      StringBuilder text = new StringBuilder();
      line(text, "File", file + ", " + Format.bytes(bytes));
      line(text, "SHA-256", sha256);
      line(text, "Origin", manifest.origin().name());
      line(text, "Key", manifest.keyName() + "+" + manifest.keyId());
      line(text, "Tree", Format.count(manifest.head().size()) + " " + manifest.head().root());
      line(
          text,
          "Base",
          manifest.isDelta()
              ? Format.count(manifest.base().size()) + " " + manifest.base().root()
              : "none; imports without an earlier bundle");
      line(text, "Content", BundleReportPrinter.contentSummary(manifest));
      line(
          text,
          "Files",
          Format.count(manifest.tiles(), "tile", "tiles")
              + ", "
              + Format.count(manifest.entryBundles(), "entry bundle", "entry bundles"));
      line(text, "Signed by", signatures.isEmpty() ? "-" : signatures + ", not verified");
      line(text, "Metadata", String.join(", ", paths()));
      text.append(
          "The file is complete. To verify its content, run: stella attestor import --dry-run "
              + file);
      return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
      text.append(String.format("%-10s %s%n", name + ":", value));
    }

    /** More than three checkpoints or proofs are shown as a count. */
    private List<String> paths() {
      List<String> paths = manifest.files().stream().map(MetadataFile::path).toList();
      return abbreviate("checkpoints/", abbreviate("consistency/", paths));
    }

    private static List<String> abbreviate(String folder, List<String> paths) {
      long files = paths.stream().filter(path -> path.startsWith(folder)).count();
      if (files <= 3) {
        return paths;
      }
      List<String> abbreviated =
          new ArrayList<>(paths.stream().filter(path -> !path.startsWith(folder)).toList());
      abbreviated.add(1, Format.count(files) + " files in " + folder);
      return abbreviated;
    }

    JsonObject json() {
      return new JsonObject()
          .with("file", file.toString())
          .with("bytes", bytes)
          .with("sha256", sha256)
          .with("origin", manifest.origin().name())
          .with("keyName", manifest.keyName())
          .with("keyId", manifest.keyId())
          .with("treeSize", manifest.head().size())
          .with("rootHash", manifest.head().root().toString())
          .with("baseSize", manifest.base().size())
          .with("content", manifest.content().label())
          .with("from", manifest.from())
          .with("to", manifest.to())
          .with("minimumIndex", manifest.minimumIndex())
          .with("volume", manifest.volume())
          .with("volumes", manifest.volumes())
          .with("tiles", manifest.tiles())
          .with("entryBundles", manifest.entryBundles())
          .with("signatures", signatures.isEmpty() ? null : signatures)
          .with("files", manifest.files().stream().map(MetadataFile::path).toList());
    }
  }
}
