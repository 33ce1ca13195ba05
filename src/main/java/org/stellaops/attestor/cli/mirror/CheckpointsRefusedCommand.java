package org.stellaops.attestor.cli.mirror;

import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.app.BackendFactory;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.NewFileWriter;
import org.stellaops.attestor.cli.ReportingCommand;
import org.stellaops.attestor.cli.TextTable;
import org.stellaops.attestor.cli.UsageException;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.json.JsonObject;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.store.RejectedNote;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code checkpoints refused}: lists notes that were rejected as checkpoints. */
@Command(
    name = "refused",
    description = {
      "List the refused checkpoints of a backend, last seen first.",
      "Each note is stored unchanged. JSON output contains it in base64."
    },
    footer = {
      "  stella attestor checkpoints refused --backend sigstore-prod",
      "  stella attestor checkpoints refused --backend sigstore-prod --save newest.note"
    })
final class CheckpointsRefusedCommand extends ReportingCommand implements Runnable {
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
    CheckpointsCommand.requirePositive(last);
    Settings settings = config.load();
    Backend backend = BackendFactory.create(settings, id);
    try (PostgresStore store = PostgresStore.openReadOnly(settings)) {
      List<RejectedNote> notes = store.rejectedNotes().newest(backend.origin(), last);
      if (file == null) {
        output.printAll(
            out(),
            notes,
            CheckpointsRefusedCommand::json,
            new TextTable("Last Seen", "First Seen", "Times", "Kind", "Bytes", "Source"),
            note ->
                List.of(
                    Format.time(Optional.of(note.lastSeen())),
                    Format.time(Optional.of(note.firstSeen())),
                    Format.count(note.occurrences()),
                    note.kind(),
                    Format.count(note.raw().length),
                    note.source()),
            "no refused checkpoint of '" + id + "' is stored");
      } else {
        write(notes, file);
      }
    }
  }

  private void write(List<RejectedNote> notes, Path target) {
    RejectedNote newest =
        notes.stream()
            .findFirst()
            .orElseThrow(() ->
                new UsageException(
                    "backend '" + id + "': no refused checkpoint is stored",
                    "see: stella attestor sync-status"));
    NewFileWriter.write(target, newest.raw());
    printLine("written: " + target + " (" + newest.kind() + ": " + newest.message() + ")");
  }

  private static JsonObject json(RejectedNote note) {
    return new JsonObject()
        .with("kind", note.kind())
        .with("times", note.occurrences())
        .with("firstSeen", note.firstSeen().toString())
        .with("lastSeen", note.lastSeen().toString())
        .with("source", note.source())
        .with("message", note.message())
        .with("noteBase64", Base64.getEncoder().encodeToString(note.raw()));
  }
}
