package org.stellaops.attestor.cli.airgap;

import java.nio.file.Path;
import java.util.List;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.bundle.read.BundleReader;
import org.stellaops.attestor.cli.CommandGroup;
import org.stellaops.attestor.cli.ConfigOption;
import org.stellaops.attestor.cli.OutputOption;
import org.stellaops.attestor.cli.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bundles}: the history of exports and imports, and the content of a bundle. */
@Command(
    name = "bundles",
    description = "List exports and imports, and show the content of bundles.",
    synopsisSubcommandLabel = "COMMAND")
public final class BundlesCommand extends CommandGroup {
  @Command(
      name = "list",
      description = "List exports and imports, newest first.",
      footerHeading = "%nExamples:%n",
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
      if (output.isJson()) {
        OutputOption.printJson(out(), rows.stream().map(BundleHistoryView::json).toList());
      } else {
        TextTable table = new TextTable(BundleHistoryView.HEADINGS);
        rows.forEach(row -> table.row(row.row()));
        out().println(table);
        rows.stream().flatMap(row -> row.failureLine().stream()).forEach(out()::println);
        out().flush();
      }
    }
  }

  @Command(
      name = "inspect",
      description = {
        "Show the manifest of a bundle and check that the file is complete.",
        "The command needs no configuration and does not verify the content. Only an import "
            + "does."
      },
      footerHeading = "%nExamples:%n",
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
}
