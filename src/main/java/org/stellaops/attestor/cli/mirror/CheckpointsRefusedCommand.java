package org.stellaops.attestor.cli.mirror;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.app.BackendFactory;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.cli.ConfigOption;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.NewFileWriter;
import org.stellaops.attestor.cli.OutputOption;
import org.stellaops.attestor.cli.TextTable;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.store.RejectedNote;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code checkpoints refused}: lists notes that were rejected as checkpoints. */
@Command(
    name = "refused",
    description = {
      "List the refused checkpoints of a backend, last seen first.",
      "Each note is stored unchanged. JSON output contains it in base64."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  stella attestor checkpoints refused --backend sigstore-prod",
      "  stella attestor checkpoints refused --backend sigstore-prod --save newest.note"
    })
final class CheckpointsRefusedCommand implements Runnable {
  @Mixin private ConfigOption config;
  @Mixin private OutputOption output;
  @Spec private CommandSpec spec;

  @Option(names = "--backend", required = true, paramLabel = "ID", description = "The backend.")
  private String id = "";

  @Option(
      names = "--last",
      paramLabel = "N",
      defaultValue = "10",
      description = "Maximum number of rows. Default: ${DEFAULT-VALUE}.")
  private int last;

  @Option(
      names = "--save",
      paramLabel = "FILE",
      description = "Write the note that was seen last to this file. It must not exist yet.")
  private @Nullable Path file;

  @Override
  public void run() {
    if (last < 1) {
      throw new AttestorException(
          Failure.CONFIGURATION, "--last is out of range: " + last, "use 1 or more");
    }
    Settings settings = config.load();
    Backend backend = BackendFactory.create(settings, id);
    try (PostgresStore store = PostgresStore.openReadOnly(settings)) {
      List<RejectedNote> notes = store.rejectedNotes().newest(backend.origin(), last);
      if (file == null) {
        print(notes, spec.commandLine().getOut());
      } else {
        write(notes, file);
      }
    }
  }

  private void print(List<RejectedNote> notes, PrintWriter out) {
    if (output.isJson()) {
      OutputOption.printJson(out, notes.stream().map(CheckpointsRefusedCommand::json).toList());
      return;
    }
    TextTable table = new TextTable("Last Seen", "First Seen", "Times", "Kind", "Bytes", "Source");
    notes.forEach(note ->
        table.row(
            Format.time(Optional.of(note.lastSeen())),
            Format.time(Optional.of(note.firstSeen())),
            Format.count(note.occurrences()),
            note.kind(),
            Format.count(note.raw().length),
            note.source()));
    out.println(table);
    out.flush();
  }

  private void write(List<RejectedNote> notes, Path target) {
    RejectedNote newest =
        notes.stream()
            .findFirst()
            .orElseThrow(() ->
                new AttestorException(
                    Failure.CONFIGURATION,
                    "backend '" + id + "': no refused checkpoint is stored",
                    "see: stella attestor sync-status"));
    NewFileWriter.write(target, newest.raw());
    PrintWriter out = spec.commandLine().getOut();
    out.println("written: " + target + " (" + newest.kind() + ": " + newest.message() + ")");
    out.flush();
  }

  private static Map<String, Object> json(RejectedNote note) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("kind", note.kind());
    json.put("times", note.occurrences());
    json.put("firstSeen", note.firstSeen().toString());
    json.put("lastSeen", note.lastSeen().toString());
    json.put("source", note.source());
    json.put("message", note.message());
    json.put("noteBase64", Base64.getEncoder().encodeToString(note.raw()));
    return json;
  }
}
