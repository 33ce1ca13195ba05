package org.stellaops.attestor.route.airgap;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.stellaops.attestor.bundle.format.BundleContent;
import org.stellaops.attestor.bundle.format.Receipt;
import org.stellaops.attestor.bundle.read.ReceiptPolicy;
import org.stellaops.attestor.bundle.write.ExportSpec;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.MirrorLayout.NamedFile;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.store.CheckpointStore;
import org.stellaops.attestor.mirror.store.EvidenceStore;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.mirror.store.StoredCheckpoint;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.TreeHashes;
import org.stellaops.attestor.tlog.TreeHead;

/** Determines the contents of an export: the tree, the base and the notes. */
public record ExportPlanner(
    BackendCatalog backends,
    CheckpointStore store,
    EvidenceStore evidence,
    MirrorTree tree,
    AttachedFiles attachedFiles,
    ReceiptPolicy receipts,
    ShardExportNotes shardNotes) {
  /**
   * The specification of the export for a request.
   *
   * @throws AttestorException with {@code incomplete} if there is nothing to export, with {@code
   *     inconsistent} if the importer's receipt is of another history, with {@code untrusted_key}
   *     or {@code bad_signature} if the receipt is not trusted
   */
  ExportSpec plan(ExportRequest request) {
    Backend backend = backends.get(request.backend());
    requireNotQuarantined(backend);
    requireContent(backend, request.content());
    LogState state = exportableState(backend);
    SignedCheckpoint head = head(backend, exportedHead(backend, state));
    Optional<SignedCheckpoint> base = base(backend, request, head.head().size());
    long from = base.map(note -> note.head().size()).orElse(0L);
    requireNotPruned(state, request, from);
    SortedMap<String, byte[]> attachments = attachedFiles.of(backend.origin());
    int maxNotes = ExportSpec.maxHistory(attachments.size());
    return new ExportSpec(
        backend,
        head,
        base,
        history(backend, Math.max(from, state.minimumIndex()), head.head().size(), maxNotes),
        request.content() == BundleContent.CHECKPOINTS ? 0 : state.minimumIndex(),
        request.onlyVerified() ? Optional.empty() : pending(backend, state),
        request.content(),
        request.volumeSize(),
        attachments);
  }

  private void requireNotQuarantined(Backend backend) {
    evidence
        .findQuarantine(backend.origin())
        .ifPresent(quarantined -> {
          throw new AttestorException(
              Failure.QUARANTINED,
              "backend '%s' is in quarantine for %s and cannot be exported"
                  .formatted(backend.id(), quarantined.evidence().kind().label()),
              "export the evidence instead: stella attestor evidence export %s --output FILE"
                  .formatted(quarantined.id()));
        });
  }

  private static void requireContent(Backend backend, BundleContent content) {
    if (content != BundleContent.CHECKPOINTS && !backend.hasTiles()) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          "log '" + backend.origin() + "' has no tiles, so its bundles have none either",
          "omit --include-tiles and --include-entries, or set content: checkpoints");
    }
    if (content == BundleContent.ENTRIES && !backend.mirrorEntries()) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          "backend '" + backend.id() + "' mirrors no entries",
          "omit --include-entries, or set mirrorEntries: true and run a sync");
    }
  }

  /** A mirror begins at entry 0, so a bundle cannot omit entries that this mirror has pruned. */
  private static void requireNotPruned(LogState state, ExportRequest request, long from) {
    long first = from / Resource.FULL * Resource.FULL;
    if (request.content() != BundleContent.CHECKPOINTS && first < state.minimumIndex()) {
      throw new AttestorException(
          Failure.INCOMPLETE,
          "the mirror of '%s' was pruned before entry %s, but the bundle must begin at entry %s"
              .formatted(state.backend(), state.minimumIndex(), first),
          ("use --since to export only what importers lack, or mirror the log again: stella "
                  + "attestor tiles clear --backend %s")
              .formatted(state.backend()));
    }
  }

  /** The head to export: the mirrored one, or without tiles the newest verified one. */
  static TreeHead exportedHead(Backend backend, LogState state) {
    return backend.hasTiles() ? state.mirrored() : state.pending();
  }

  private LogState exportableState(Backend backend) {
    return store
        .find(backend.origin())
        .filter(state -> exportedHead(backend, state).size() > 0)
        .orElseThrow(() ->
            new AttestorException(
                Failure.INCOMPLETE,
                "no tree of backend '" + backend.id() + "' is mirrored yet",
                backend.updateHint(" --full-tiles")));
  }

  /** The note that the mirror serves; it may have more signatures than the stored one. */
  private SignedCheckpoint head(Backend backend, TreeHead mirrored) {
    Optional<SignedCheckpoint> served =
        tree.read(backend.origin(), NamedFile.CHECKPOINT).flatMap(raw -> parse(backend, raw));
    return served
        .filter(note -> note.head().equals(mirrored))
        .orElseGet(() -> note(backend, mirrored));
  }

  private Optional<SignedCheckpoint> parse(Backend backend, byte[] raw) {
    try {
      return Optional.of(backend.log().open(raw, backends.keys()));
    } catch (AttestorException e) {
      return Optional.empty(); // damaged on disk; the store has a copy
    }
  }

  private SignedCheckpoint note(Backend backend, TreeHead head) {
    return open(backend, store.requireCheckpoint(backend, head));
  }

  private SignedCheckpoint note(Backend backend, long size) {
    return open(backend, store.findCheckpoint(backend.origin(), size).orElseThrow());
  }

  private SignedCheckpoint open(Backend backend, StoredCheckpoint stored) {
    return backend.log().open(stored.note().raw(), backends.keys());
  }

  private Optional<SignedCheckpoint> base(Backend backend, ExportRequest request, long size) {
    request.sinceReceipt().ifPresent(receipt -> requireSameHistory(backend, request, receipt));
    long since =
        request
            .sinceReceipt()
            .map(receipt -> receipt.baseFor(request.content()).size())
            .orElse(request.sinceSize().orElse(0));
    if (since >= size) {
      throw new AttestorException(
          Failure.INCOMPLETE,
          "there is nothing to export: the mirror of '%s' has %s entries, the importer has %s"
              .formatted(backend.id(), size, since),
          backend.updateHint());
    }
    if (!backend.hasTiles()) {
      return shardNotes.baseSize(backend, since).map(stored -> note(backend, stored));
    }
    return largestStored(backend.origin(), since).map(stored -> note(backend, stored));
  }

  /** The largest tree up to this size that the log has signed. */
  private Optional<Long> largestStored(Origin origin, long since) {
    List<Long> sizes = store.sizesBetween(origin, 0, since + 1);
    return sizes.isEmpty() ? Optional.empty() : Optional.of(sizes.get(sizes.size() - 1));
  }

  private void requireSameHistory(Backend backend, ExportRequest request, Receipt receipt) {
    receipts.requireTrusted(receipt);
    if (!receipt.origin().equals(backend.origin())) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          "the receipt is for log '%s', but backend '%s' mirrors '%s'"
              .formatted(receipt.origin(), backend.id(), backend.origin()),
          "select the backend of that log");
    }
    TreeHead importerHead = receipt.baseFor(request.content());
    long exportedSize = exportedHead(backend, exportableState(backend)).size();
    if (importerHead.size() > 0
        && importerHead.size() <= exportedSize
        && !root(backend, importerHead.size()).equals(importerHead.root())) {
      throw new AttestorException(
          Failure.INCONSISTENT,
          "the importer has a different history of '%s': root %s at size %s"
              .formatted(backend.origin(), importerHead.root(), importerHead.size()),
          "compare the checkpoints of both sides; one of them may have received a split view");
    }
  }

  private Hash root(Backend backend, long size) {
    if (!backend.hasTiles()) {
      return shardNotes.rootAt(backend, size);
    }
    return new TreeHashes(tile ->
        tree.tile(backend.origin(), tile)
            .orElseThrow(() ->
                new AttestorException(
                    Failure.INCOMPLETE,
                    tile + " is missing from the mirror",
                    "run: stella attestor tiles verify --repair --backend " + backend.id())))
        .root(size);
  }

  /** The newest notes within the limits, smallest tree first. */
  private List<SignedCheckpoint> history(Backend backend, long from, long to, int maxNotes) {
    List<Long> sizes =
        backend.hasTiles()
            ? store.sizesBetween(backend.origin(), from, to)
            : shardNotes.exportedSizes(backend, from, to);
    Deque<SignedCheckpoint> notes = new ArrayDeque<>();
    long bytes = 0;
    for (int i = sizes.size() - 1; i >= 0 && notes.size() < maxNotes; i--) {
      if (sizes.get(i) > 0) {
        SignedCheckpoint note = note(backend, sizes.get(i));
        bytes += note.note().raw().length;
        if (bytes > ExportSpec.MAX_HISTORY_BYTES) {
          break;
        }
        notes.addFirst(note);
      }
    }
    return List.copyOf(notes);
  }

  private Optional<SignedNote> pending(Backend backend, LogState state) {
    return state.isComplete() || !backend.hasTiles()
        ? Optional.empty()
        : Optional.of(note(backend, state.pending()).note());
  }
}
