package org.stellaops.attestor.cli.evidence;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.checkpoint.Checkpoint;
import org.stellaops.attestor.cli.CommandGroup;
import org.stellaops.attestor.cli.ConfigOption;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.NewFileWriter;
import org.stellaops.attestor.cli.OutputOption;
import org.stellaops.attestor.cli.PublicKeyOption;
import org.stellaops.attestor.cli.TextTable;
import org.stellaops.attestor.evidence.EvidenceFile;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Evidence;
import org.stellaops.attestor.mirror.store.StoredEvidence;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.tlog.TreeHead;
import org.stellaops.attestor.verification.InputFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code evidence}: stored evidence, and evidence files from any source. */
@Command(
    name = "evidence",
    description = "List, show, export and verify evidence that a log has contradicted itself.",
    synopsisSubcommandLabel = "COMMAND")
public final class EvidenceCommand extends CommandGroup {
  @Command(
      name = "list",
      description = "List all evidence, newest first.",
      footerHeading = "%nExamples:%n",
      footer = "  stella attestor evidence list")
  void list(@Mixin ConfigOption config, @Mixin OutputOption output) {
    try (PostgresStore store = PostgresStore.openReadOnly(config.load())) {
      List<EvidenceView> views = store.evidence().all().stream().map(EvidenceView::new).toList();
      if (output.isJson()) {
        OutputOption.printJson(out(), views.stream().map(EvidenceView::json).toList());
      } else {
        TextTable table = new TextTable(EvidenceView.HEADINGS);
        views.forEach(view -> table.row(view.row()));
        out().println(table);
        out().flush();
      }
    }
  }

  @Command(
      name = "show",
      description = "Show both checkpoints of one contradiction.",
      footerHeading = "%nExamples:%n",
      footer = "  stella attestor evidence show 1")
  void show(
      @Mixin ConfigOption config,
      @Mixin OutputOption output,
      @Parameters(paramLabel = "NUMBER", description = "The number in evidence list.") long id) {
    try (PostgresStore store = PostgresStore.openReadOnly(config.load())) {
      EvidenceView view = new EvidenceView(find(store, id));
      output.print(out(), view::json, view::text);
    }
  }

  @Command(
      name = "export",
      description = "Write evidence to a file that a third party can verify.",
      footerHeading = "%nExamples:%n",
      footer = "  stella attestor evidence export 1 --output split.evidence")
  void export(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "NUMBER", description = "The number in evidence list.") long id,
      @Option(
              names = "--output",
              required = true,
              paramLabel = "FILE",
              description = "The file to write. It must not exist yet.")
          Path file) {
    try (PostgresStore store = PostgresStore.openReadOnly(config.load())) {
      NewFileWriter.write(file, EvidenceFile.print(find(store, id).evidence()));
      out().println("written: " + file);
      out().flush();
    }
  }

  @Command(
      name = "verify",
      description = "Verify an evidence file offline with the public key of the log.",
      footerHeading = "%nExamples:%n",
      footer = "  stella attestor evidence verify split.evidence --public-key log.pub")
  void verify(
      @Parameters(paramLabel = "FILE", description = "The file that evidence export wrote.")
          Path file,
      @Option(
              names = "--public-key",
              required = true,
              paramLabel = "KEY",
              description =
                  "The public key of the log: a file in PEM, DER or vkey format, or a vkey.")
          String key,
      @Option(
              names = "--key-name",
              paramLabel = "NAME",
              description = "The key name on the signature lines. Default: the origin.")
          Optional<String> keyName) {
    Evidence evidence = EvidenceFile.parse(InputFiles.readAll(file));
    evidence.verify(PublicKeyOption.read(keyName.orElse(evidence.origin().name()), key));
    out()
        .println(
            "good evidence: '"
                + evidence.origin()
                + "' has signed two histories ("
                + evidence.kind().label()
                + ")");
    out().flush();
  }

  private static StoredEvidence find(PostgresStore store, long id) {
    return store
        .evidence()
        .find(id)
        .orElseThrow(() ->
            new AttestorException(
                Failure.CONFIGURATION,
                "no evidence with number " + id,
                "see: stella attestor evidence list"));
  }

  /**
   * Formats evidence.
   *
   * @param stored the stored evidence
   */
  private record EvidenceView(StoredEvidence stored) {
    static final String[] HEADINGS = {
      "Number", "Backend", "Kind", "Detected", "Known Size", "Shown Size", "Quarantine"
    };

    String[] row() {
      Evidence evidence = stored.evidence();
      return new String[] {
        Long.toString(stored.id()),
        evidence.backend(),
        evidence.kind().label(),
        Format.time(Optional.of(evidence.detectedAt())),
        Format.count(head(evidence.known()).size()),
        Format.count(head(evidence.shown()).size()),
        stored.release().map(release -> "released by " + release.operator()).orElse("in force")
      };
    }

    /** Both checkpoints and the next command. */
    String text() {
      Evidence evidence = stored.evidence();
      return """
      evidence %d: %s of '%s', backend %s
      detected %s from %s
      %s

      known checkpoint:

      %s
      checkpoint shown by the log:

      %s
      next: stella attestor evidence export %d --output FILE
      """
          .formatted(
              stored.id(),
              evidence.kind().label(),
              evidence.origin(),
              evidence.backend(),
              Format.time(Optional.of(evidence.detectedAt())),
              evidence.source(),
              quarantineState(),
              evidence.known(),
              evidence.shown(),
              stored.id())
          .stripTrailing();
    }

    /** Returns the fields of {@code -o json}. */
    Map<String, @Nullable Object> json() {
      Evidence evidence = stored.evidence();
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put("number", stored.id());
      json.put("backend", evidence.backend());
      json.put("origin", evidence.origin().name());
      json.put("kind", evidence.kind().label());
      json.put("detectedAt", evidence.detectedAt().toString());
      json.put("source", evidence.source());
      json.put("knownSize", head(evidence.known()).size());
      json.put("knownNote", evidence.known().toString());
      json.put("shownSize", head(evidence.shown()).size());
      json.put("shownNote", evidence.shown().toString());
      json.put(
          "releasedAt",
          stored.release().map(release -> release.releasedAt().toString()).orElse(null));
      json.put("releasedBy", stored.release().map(StoredEvidence.Release::operator).orElse(null));
      json.put("reason", stored.release().map(StoredEvidence.Release::reason).orElse(null));
      return json;
    }

    private String quarantineState() {
      return stored
          .release()
          .map(release ->
              "released "
                  + Format.time(Optional.of(release.releasedAt()))
                  + " by "
                  + release.operator()
                  + ": "
                  + release.reason())
          .orElse("quarantine in force");
    }

    private static TreeHead head(SignedNote note) {
      return Checkpoint.parse(note.text()).head();
    }
  }
}
