package org.stellaops.attestor.route.sync;

import java.time.Clock;
import java.util.Optional;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.HeadTransition;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.audit.MirrorInspection;
import org.stellaops.attestor.mirror.audit.PresenceCheck;
import org.stellaops.attestor.mirror.store.CheckpointStore;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;

/**
 * Accepts a directory as that of a log's mirror, for an operator who has moved or replaced it, or
 * who has restored an older database.
 */
public record MirrorAdoption(
    SyncCycles cycles, MirrorChecks checks, CheckpointStore store, MirrorTree tree, Clock clock) {
  private static final Logger LOG = LoggerFactory.getLogger("attestor.mirror");

  /** Opens the published checkpoint if the database does not know it, and proves it from files. */
  public void open(@Variable("headUpdate") SyncCycle cycle) {
    LogState state =
        cycle
            .state()
            .filter(log -> cycle.backend().hasTiles())
            .orElseThrow(() ->
                new AttestorException(
                    Failure.INCOMPLETE,
                    "backend '" + cycle.backend().id() + "' has no mirror yet",
                    "run: stella attestor sync --backend " + cycle.backend().id()));
    new MirrorInspection(tree, cycle.backend())
        .publishedAhead(state.pending())
        .ifPresent(published -> prove(cycle, published));
  }

  private void prove(SyncCycle cycle, SignedCheckpoint published) {
    cycle.setCheckpoint(published, tree.basePath());
    cycle.setTransition(HeadTransition.of(cycle.knownHead(), published));
    cycle.setProof(cycle.transition().requiredProof().verify(tile -> tile(cycle, published, tile)));
  }

  private TileHashes tile(SyncCycle cycle, SignedCheckpoint published, Tile tile) {
    return tree.tile(cycle.origin(), tile)
        .orElseThrow(() ->
            new AttestorException(
                Failure.DAMAGED,
                "the files do not prove the published checkpoint of %,d entries: %s is missing"
                    .formatted(published.head().size(), tile),
                "begin again from the database: stella attestor tiles clear --backend "
                    + cycle.backend().id()));
  }

  /** Whether the published checkpoint is to be stored. */
  public boolean isAhead(@Variable("headUpdate") SyncCycle cycle) {
    return cycle.checkpoint().isPresent();
  }

  /** Records the directory, which of its files are lost, and how far they reach. */
  public void complete(@Variable("headUpdate") SyncCycle cycle) {
    LogState state = cycle.state().orElseThrow();
    if (isAhead(cycle)) {
      long size = state.pending().size();
      LogState whole = state.withCovered(size).withMirrored(state.pending());
      if (new PresenceCheck(tree, cycle.backend(), whole).whole(0).lost() == 0) {
        store.advanceCovered(cycle.origin(), size);
        cycle.changeState(log -> log.withCovered(size));
      }
    }
    checks.bind(cycle);
    if (state.covered() > 0) {
      checks.inspect(cycle, true);
    }
    LOG.warn(
        "{}: {} was accepted as the directory of the mirror",
        cycle.backend().id(),
        tree.basePath());
  }

  /** Releases the lock, and fails if files are lost. */
  public CycleReport finish(@Variable("headUpdate") SyncCycle cycle) {
    Optional<AttestorException> lost = checks.failure(cycle);
    cycle.lock().close();
    return new CycleReport(
        cycle.backend().id(),
        cycle.origin().name(),
        cycle.started(),
        clock.instant(),
        lost.map(error -> error.failure().label()).orElse("adopted"),
        cycle.state(),
        cycle.counters(),
        lost);
  }
}
