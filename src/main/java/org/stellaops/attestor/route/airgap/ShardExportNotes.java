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

/**
 * Which notes go into a bundle of a log without tiles. A bundle with tiles links to every smaller
 * tree, one without only to those that it has a proof for, and each proof is a request. So it has
 * them for the trees that an importer may stand at: the base, and what was exported before.
 */
public final class ShardExportNotes {
  /** The most notes besides the base; the latest exports are kept. */
  static final int MAX_NOTES = 32;

  private final CheckpointStore store;
  private final BundleHistoryStore history;

  /** Notes of this store, with what this history has of exports. */
  public ShardExportNotes(CheckpointStore store, BundleHistoryStore history) {
    this.store = store;
    this.history = history;
  }

  /**
   * The size of the base; empty for none.
   *
   * @throws AttestorException with {@code incomplete} if the log was not seen at that size: then
   *     nothing can be proved from there, and a smaller base would not help who has that size
   */
  Optional<Long> baseSize(Backend shard, long since) {
    return since == 0 ? Optional.empty() : Optional.of(requireStored(shard, since).head().size());
  }

  /** The root at a size at which the log was seen; raises what {@link #baseSize} does. */
  Hash rootAt(Backend shard, long size) {
    return requireStored(shard, size).head().root();
  }

  /** The sizes of the latest exports between two others, smallest first. */
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
