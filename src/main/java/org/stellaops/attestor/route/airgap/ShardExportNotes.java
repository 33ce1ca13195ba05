package org.stellaops.attestor.route.airgap;

import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.store.BundleHistoryStore;
import org.stellaops.attestor.mirror.store.CheckpointStore;
import org.stellaops.attestor.mirror.store.StoredCheckpoint;
import org.stellaops.attestor.tlog.Hash;

/** Selects the notes of a bundle without tiles, each of which needs a consistency proof. */
public final class ShardExportNotes {
  /** Maximum number of notes of earlier exports, in addition to the base. */
  static final int MAX_NOTES = 32;

  private final CheckpointStore store;
  private final BundleHistoryStore history;

  public ShardExportNotes(CheckpointStore store, BundleHistoryStore history) {
    this.store = store;
    this.history = history;
  }

  /**
   * The size of the base; empty if {@code since} is 0.
   *
   * @throws AttestorException with {@code incomplete} if no checkpoint of that size is stored; a
   *     smaller base would not help an importer that has it
   */
  Optional<Long> baseSize(Backend shard, long since) {
    return since == 0 ? Optional.empty() : Optional.of(requireStored(shard, since).head().size());
  }

  /** The root of the stored checkpoint of this size; throws as {@link #baseSize} does. */
  Hash rootAt(Backend shard, long size) {
    return requireStored(shard, size).head().root();
  }

  /** The latest exported sizes in this open range, which importers may have, smallest first. */
  List<Long> exportedSizes(Backend shard, long from, long to) {
    return history.exportedSizes(shard.origin(), MAX_NOTES).stream()
        .filter(size -> size > from && size < to)
        .filter(size -> store.findCheckpoint(shard.origin(), size).isPresent())
        .sorted()
        .toList();
  }

  private StoredCheckpoint requireStored(Backend shard, long size) {
    return store
        .findCheckpoint(shard.origin(), size)
        .orElseThrow(() ->
            new AttestorException(
                Failure.INCOMPLETE,
                "no checkpoint of size "
                    + size
                    + " of '"
                    + shard.origin()
                    + "' was seen here, so nothing can be proved from there",
                "export without --since, or name a size that is listed by: stella attestor"
                    + " checkpoints list --backend "
                    + shard.id()));
  }
}
