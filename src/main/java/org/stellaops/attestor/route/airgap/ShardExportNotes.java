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
public record ShardExportNotes(CheckpointStore store, BundleHistoryStore history) {
  /** Maximum number of notes of earlier exports, in addition to the base. */
  static final int MAX_NOTES = 32;

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
                "no checkpoint of size %s of '%s' is stored, so no proof can start there"
                    .formatted(size, shard.origin()),
                "export without --since, or with a size listed by: stella attestor checkpoints list"
                    + " --backend "
                    + shard.id()));
  }
}
