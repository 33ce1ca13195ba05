package org.stellaops.attestor.route;

import java.net.URI;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.metrics.SyncMetrics;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.CheckpointStore;
import org.stellaops.attestor.mirror.ContradictionException;
import org.stellaops.attestor.mirror.LogState;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.tlog.Tile;

/**
 * Compares our history of a log with what another place shows of it. A place that does not answer,
 * or answers nonsense, says nothing about the log and ends no cycle; a history that the log has
 * signed and that is not ours does.
 */
public final class Comparisons {
  private static final Logger LOG = LoggerFactory.getLogger("attestor.sync");

  private final BackendCatalog backends;
  private final CheckpointStore store;
  private final MirrorTree tree;
  private final SyncMetrics metrics;

  /** Compares with the heads of this store, whose tiles are in this tree as far as they came. */
  public Comparisons(
      BackendCatalog backends, CheckpointStore store, MirrorTree tree, SyncMetrics metrics) {
    this.backends = backends;
    this.store = store;
    this.tree = tree;
    this.metrics = metrics;
  }

  /** Whether there is another place to compare with. */
  public boolean arePossible(@Variable("cycle") Cycle cycle) {
    return cycle.backend().compareUrl().isPresent();
  }

  /** What to ask the other place for: its checkpoint. */
  public List<Request> requests(@Variable("cycle") Cycle cycle) {
    return List.of(Request.checkpoint(cycle.backend().id()).at(place(cycle)));
  }

  /** Opens the note with the log's key. */
  public void open(@Variable("cycle") Cycle cycle, @Body Fetched fetched) {
    SignedCheckpoint theirs =
        fetched.checked(note -> cycle.backend().log().open(note, backends.keys()));
    LogState state = store.find(cycle.origin()).orElseThrow();
    cycle.compared(
        new Comparison(
            state.pending(), new Sighting(theirs, fetched.from().toString()), place(cycle)));
  }

  /** Sees what sizes and roots alone tell. */
  public void requireOneRoot(@Variable("cycle") Cycle cycle) {
    comparison(cycle).requireOneRoot();
  }

  /** Whether only tiles can tell. */
  public boolean needProof(@Variable("cycle") Cycle cycle) {
    return comparison(cycle).needsProof();
  }

  /** The tiles of the larger tree that are not on our disk, from whoever has that tree. */
  public List<Request> missingTiles(@Variable("cycle") Cycle cycle) {
    Comparison comparison = comparison(cycle);
    if (!comparison.isAhead()) {
      for (Tile tile : comparison.proof().tiles()) {
        tree.tile(cycle.origin(), tile).ifPresent(ours -> comparison.came().put(tile, ours));
      }
    }
    return comparison.proof().tiles().stream()
        .filter(tile -> !comparison.came().containsKey(tile))
        .map(tile -> Request.of(cycle.backend().id(), tile))
        .map(request -> comparison.isAhead() ? request.at(comparison.prefix()) : request)
        .toList();
  }

  /** Keeps a tile that came, until all are there to be checked together. */
  public void keep(@Variable("cycle") Cycle cycle, @Body Fetched fetched) {
    Proofs.keep(comparison(cycle).proof(), fetched, comparison(cycle).came());
  }

  /** Checks the gathered tiles: one history is the beginning of the other. */
  public void check(@Variable("cycle") Cycle cycle) {
    comparison(cycle).check();
  }

  /** Both places show one history. */
  public void agree(@Variable("cycle") Cycle cycle) {
    metrics.compared(cycle.backend().id(), "agree");
  }

  /** Raises a contradiction; anything else is told, and the cycle goes on. */
  public void giveUp(
      @Variable("cycle") Cycle cycle,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
    AttestorException why = Failures.of(thrown);
    metrics.compared(cycle.backend().id(), why.failure().word());
    if (why instanceof ContradictionException) {
      throw why;
    }
    LOG.warn(
        "{}: cannot compare with what {} shows: {}: {}",
        cycle.backend().id(),
        place(cycle),
        why.failure().word(),
        why.getMessage());
  }

  private static URI place(Cycle cycle) {
    return cycle.backend().compareUrl().orElseThrow();
  }

  private static Comparison comparison(Cycle cycle) {
    return cycle.comparison().orElseThrow();
  }
}
