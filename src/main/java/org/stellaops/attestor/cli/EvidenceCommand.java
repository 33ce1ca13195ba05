package org.stellaops.attestor.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.app.Store;
import org.stellaops.attestor.evidence.EvidenceFile;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Evidence;
import org.stellaops.attestor.mirror.KeptEvidence;
import org.stellaops.attestor.verdict.InputFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code evidence}: contradictions that were found, and files of them from anywhere. */
@Command(
    name = "evidence",
    description = "Look at, export and verify evidence of logs that have contradicted themselves.",
    synopsisSubcommandLabel = "COMMAND")
final class EvidenceCommand extends CommandGroup {
  @Command(
      name = "list",
      description = "List all evidence, newest first.",
      footerHeading = "%nExamples:%n",
      footer = "  stella attestor evidence list")
  void list(@Mixin ConfigOption config, @Mixin OutputOption output) {
    try (Store store = Store.toLook(config.load())) {
      List<EvidenceView> all = store.evidence().all().stream().map(EvidenceView::new).toList();
      if (output.isJson()) {
        OutputOption.printJson(out(), all.stream().map(EvidenceView::json).toList());
      } else {
        TextTable table = new TextTable(EvidenceView.HEADINGS);
        all.forEach(one -> table.row(one.row()));
        out().println(table);
        out().flush();
      }
    }
  }

  @Command(
      name = "show",
      description = "Show both notes of one contradiction.",
      footerHeading = "%nExamples:%n",
      footer = "  stella attestor evidence show 1")
  void show(
      @Mixin ConfigOption config,
      @Mixin OutputOption output,
      @Parameters(paramLabel = "NUMBER", description = "As evidence list has it.") long id) {
    try (Store store = Store.toLook(config.load())) {
      EvidenceView view = new EvidenceView(find(store, id));
      if (output.isJson()) {
        OutputOption.printJson(out(), view.json());
      } else {
        out().println(view.text());
        out().flush();
      }
    }
  }

  @Command(
      name = "export",
      description = "Write one contradiction into a file that anybody can verify.",
      footerHeading = "%nExamples:%n",
      footer = "  stella attestor evidence export 1 --output split.evidence")
  void export(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "NUMBER", description = "As evidence list has it.") long id,
      @Option(
              names = "--output",
              required = true,
              paramLabel = "FILE",
              description = "The file to write; it must not exist yet.")
          Path file) {
    try (Store store = Store.toLook(config.load())) {
      NewFile.write(file, EvidenceFile.print(find(store, id).evidence()));
      out().println("written: " + file);
      out().flush();
    }
  }

  @Command(
      name = "verify",
      description = "Check a file of evidence offline, with nothing but the log's public key.",
      footerHeading = "%nExamples:%n",
      footer = "  stella attestor evidence verify split.evidence --public-key log.pub")
  void verify(
      @Parameters(paramLabel = "FILE", description = "As evidence export writes it.") Path file,
      @Option(
              names = "--public-key",
              required = true,
              paramLabel = "KEY",
              description = "A file with the log's key as PEM, DER or vkey, or a vkey itself.")
          String key,
      @Option(
              names = "--key-name",
              paramLabel = "NAME",
              description = "The name on the signature lines, if it is not the origin.")
          Optional<String> keyName) {
    Evidence evidence = EvidenceFile.parse(InputFiles.all(file));
    evidence.verify(LogKey.read(keyName.orElse(evidence.origin().name()), key));
    out()
        .println(
            "good evidence: '"
                + evidence.origin()
                + "' has signed two histories ("
                + evidence.kind().word()
                + ")");
    out().flush();
  }

  private static KeptEvidence find(Store store, long id) {
    return store
        .evidence()
        .find(id)
        .orElseThrow(() ->
            new AttestorException(
                Failure.CONFIGURATION,
                "there is no evidence " + id,
                "see: stella attestor evidence list"));
  }
}
