package org.stellaops.attestor.cli.evidence;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.app.BackendFactory;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.cli.CommandGroup;
import org.stellaops.attestor.cli.ConfigOption;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.NewFileWriter;
import org.stellaops.attestor.cli.OutputOption;
import org.stellaops.attestor.cli.PublicKeyOption;
import org.stellaops.attestor.cli.TextTable;
import org.stellaops.attestor.cli.UsageException;
import org.stellaops.attestor.evidence.EvidenceFile;
import org.stellaops.attestor.failure.SafeText;
import org.stellaops.attestor.json.JsonObject;
import org.stellaops.attestor.mirror.Evidence;
import org.stellaops.attestor.mirror.store.StoredEvidence;
import org.stellaops.attestor.note.VerifierKey;
import org.stellaops.attestor.verification.InputFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code evidence}: stored evidence, and evidence files from any source. */
@Command(
    name = "evidence",
    description = "List, show, export and verify evidence that a log has contradicted itself.")
public final class EvidenceCommand extends CommandGroup {
  @Command(
      name = "list",
      description = "List all evidence, newest first.",
      footer = "  stella attestor evidence list")
  void list(@Mixin ConfigOption config, @Mixin OutputOption output) {
    try (PostgresStore store = PostgresStore.openReadOnly(config.load())) {
      List<EvidenceView> views = store.evidence().all().stream().map(EvidenceView::new).toList();
      output.printAll(
          out(),
          views,
          EvidenceView::json,
          new TextTable(EvidenceView.HEADINGS),
          EvidenceView::row,
          "no evidence is stored");
    }
  }

  @Command(
      name = "show",
      description = "Show both checkpoints of one contradiction.",
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
      printLine("written: " + file);
    }
  }

  @Command(
      name = "verify",
      description = {
        "Verify an evidence file offline with the public key of the log.",
        "Without --public-key, the key of the configured backend is used."
      },
      footer = "  stella attestor evidence verify split.evidence --public-key log.pub")
  void verify(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "FILE", description = "The file that evidence export wrote.")
          Path file,
      @Option(
              names = "--public-key",
              paramLabel = "KEY",
              description =
                  "The public key of the log: a file in PEM, DER or vkey format, or a vkey.")
          @Nullable String key,
      @Option(
              names = "--key-name",
              paramLabel = "NAME",
              description = "The key name on the signature lines. Default: the origin.")
          Optional<String> keyName) {
    Evidence evidence = EvidenceFile.parse(InputFiles.readAll(file));
    evidence.verify(
        key == null
            ? configuredKey(config, evidence)
            : PublicKeyOption.read(keyName.orElse(evidence.origin().name()), key));
    printLine(
        "good evidence: '%s' has signed two histories (%s)"
            .formatted(evidence.origin(), evidence.kind().label()));
  }

  private static VerifierKey configuredKey(ConfigOption config, Evidence evidence) {
    return config
        .loadIfPresent()
        .flatMap(settings -> BackendFactory.find(settings, evidence.origin()))
        .orElseThrow(() ->
            new UsageException(
                "no backend follows the log " + SafeText.quote(evidence.origin().name()),
                "add --public-key with the key of the log"))
        .log()
        .key();
  }

  private static StoredEvidence find(PostgresStore store, long id) {
    return store
        .evidence()
        .find(id)
        .orElseThrow(() ->
            new UsageException(
                "no evidence with number " + id, "see: stella attestor evidence list"));
  }

  /** Formats stored evidence. */
  private record EvidenceView(StoredEvidence stored) {
    static final String[] HEADINGS = {
      "Number", "Backend", "Kind", "Detected", "Known Size", "Shown Size", "Quarantine"
    };

    List<String> row() {
      Evidence evidence = stored.evidence();
      return List.of(
          Long.toString(stored.id()),
          evidence.backend(),
          evidence.kind().label(),
          Format.time(Optional.of(evidence.detectedAt())),
          Format.count(evidence.knownHead().size()),
          Format.count(evidence.shownHead().size()),
          stored.release().map(release -> "released by " + release.operator()).orElse("in force"));
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
    JsonObject json() {
      Evidence evidence = stored.evidence();
      return new JsonObject()
          .with("number", stored.id())
          .with("backend", evidence.backend())
          .with("origin", evidence.origin().name())
          .with("kind", evidence.kind().label())
          .with("detectedAt", evidence.detectedAt().toString())
          .with("source", evidence.source())
          .with("knownSize", evidence.knownHead().size())
          .with("knownNote", evidence.known().toString())
          .with("shownSize", evidence.shownHead().size())
          .with("shownNote", evidence.shown().toString())
          .with("releasedAt", stored.release().map(release -> release.releasedAt().toString()))
          .with("releasedBy", stored.release().map(StoredEvidence.Release::operator))
          .with("reason", stored.release().map(StoredEvidence.Release::reason));
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
  }
}
