package org.stellaops.attestor.cli.backend;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.app.BackendFactory;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.cli.ConfiguredCommand;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.UsageException;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.ContradictionException;
import org.stellaops.attestor.mirror.Evidence;
import org.stellaops.attestor.mirror.lookup.CheckpointCrossCheck;
import org.stellaops.attestor.mirror.store.HistoryConfirmation;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.tlog.TreeHead;
import org.stellaops.attestor.verification.InputFiles;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code backend confirm}: confirms a history that was trusted on first use. */
@Command(
    name = "confirm",
    description = {
      "Confirm the history of a log that is trusted on first use.",
      "With --checkpoint, a checkpoint from another network is verified with the key of "
          + "the log and compared with the mirror. If the log has signed two histories, the "
          + "command stores evidence and exits with status 1."
    },
    footer = {
      "  stella attestor backend confirm sigstore-prod --checkpoint from-the-phone.txt",
      "  stella attestor backend confirm sigstore-prod \\",
      "      --reason \"root compared with the Berlin site\""
    })
final class BackendConfirmCommand extends ConfiguredCommand implements Runnable {
  @Parameters(paramLabel = "ID", description = "The backend.")
  private String id = "";

  @ArgGroup(multiplicity = "1")
  private Basis basis = new Basis();

  /** {@code --checkpoint} or {@code --reason}. */
  private static final class Basis {
    @Option(
        names = "--checkpoint",
        paramLabel = "FILE",
        description = "A checkpoint of the log that was fetched from another network.")
    private @Nullable Path checkpoint;

    @Option(
        names = "--reason",
        paramLabel = "TEXT",
        description = "How the history was compared by other means. The text is stored.")
    private @Nullable String reason;
  }

  @Override
  public void run() {
    Settings settings = config.load();
    Backend backend = BackendFactory.create(settings, id);
    Instant now = Clock.systemUTC().instant();
    try (PostgresStore store = PostgresStore.openReadOnly(settings)) {
      requireNotQuarantined(store, backend);
      TreeHead pending = pending(store, backend);
      HistoryConfirmation confirmation =
          basis.checkpoint == null
              ? new HistoryConfirmation(
                  pending,
                  now,
                  BackendCommand.operator(),
                  BackendCommand.requireReason(basis.reason, "state how the history was compared"))
              : new HistoryConfirmation(
                  requireConsistentWithMirror(settings, store, backend, basis.checkpoint, now),
                  now,
                  BackendCommand.operator(),
                  "compared with " + basis.checkpoint);
      store.confirmations().save(backend.origin(), confirmation);
      TreeHead head = confirmation.head();
      printLine(
          "confirmed: %s up to size %s with root %s"
              .formatted(id, Format.count(head.size()), head.root()));
    }
  }

  /** A log in quarantine cannot be confirmed before it is released. */
  private static void requireNotQuarantined(PostgresStore store, Backend backend) {
    store
        .evidence()
        .findQuarantine(backend.origin())
        .ifPresent(evidence -> {
          throw new AttestorException(
              Failure.QUARANTINED,
              "backend '" + backend.id() + "' is in quarantine, evidence " + evidence.id(),
              "see: stella attestor evidence show " + evidence.id());
        });
  }

  private TreeHead pending(PostgresStore store, Backend backend) {
    return store
        .checkpoints()
        .find(backend.origin())
        .map(LogState::pending)
        .orElseThrow(() ->
            new AttestorException(
                Failure.INCOMPLETE,
                "backend '" + id + "': no first contact yet",
                backend.updateHint()));
  }

  private static TreeHead requireConsistentWithMirror(
      Settings settings, PostgresStore store, Backend backend, Path file, Instant now) {
    SignedCheckpoint peerCheckpoint = open(backend, file);
    if (peerCheckpoint.head().size() == 0) {
      throw new UsageException(
          file + ": the checkpoint is of the empty tree and confirms nothing",
          "fetch a later checkpoint");
    }
    new CheckpointCrossCheck(store.checkpoints(), PostgresStore.mirrorTree(settings))
        .compare(backend, peerCheckpoint)
        .ifPresent(contradiction -> {
          store
              .evidence()
              .save(
                  new Evidence(
                      Failure.CROSS_LOG_DIVERGENCE,
                      backend.origin(),
                      backend.id(),
                      now,
                      file.toAbsolutePath().toUri().toString(),
                      contradiction.note(),
                      peerCheckpoint.note(),
                      contradiction.tiles()));
          throw new ContradictionException(
              Failure.CROSS_LOG_DIVERGENCE,
              contradiction.known(),
              peerCheckpoint.head(),
              contradiction.tiles());
        });
    return peerCheckpoint.head();
  }

  private static SignedCheckpoint open(Backend backend, Path file) {
    try {
      return backend.log().open(InputFiles.readAll(file), List.of());
    } catch (AttestorException e) {
      throw e.withLocation(file);
    }
  }
}
