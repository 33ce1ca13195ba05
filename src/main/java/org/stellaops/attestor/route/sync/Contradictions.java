package org.stellaops.attestor.route.sync;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.ExchangeException;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stellaops.attestor.evidence.EvidenceFile;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.metrics.SyncMetrics;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.ContradictionException;
import org.stellaops.attestor.mirror.Evidence;
import org.stellaops.attestor.mirror.store.CheckpointStore;
import org.stellaops.attestor.mirror.store.EvidenceStore;
import org.stellaops.attestor.mirror.store.StoredCheckpoint;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.route.rekor.AnchorRequest;
import org.stellaops.attestor.route.rekor.EntryFetches;
import org.stellaops.attestor.tlog.TreeHead;

/** Keeps what proves that a log has contradicted itself, before anyone is told. */
public final class Contradictions {
  private static final Logger LOG = LoggerFactory.getLogger("attestor.evidence");

  private final CheckpointStore checkpoints;
  private final EvidenceStore evidence;
  private final SyncMetrics metrics;
  private final Clock clock;

  /** Keeps evidence in this store. */
  public Contradictions(
      CheckpointStore checkpoints, EvidenceStore evidence, SyncMetrics metrics, Clock clock) {
    this.checkpoints = checkpoints;
    this.evidence = evidence;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** Stores both notes and what disproves them, and puts the log into quarantine. */
  public void storeEvidence(
      @Variable("cycle") SyncCycle cycle, @ExchangeException ContradictionException contradiction) {
    storeEvidence(cycle.backend(), contradiction, cycle::observedCheckpoint);
  }

  /** The same for a bundle that was to be anchored. */
  public void storeEvidenceOfAnchor(
      @Variable("headToAnchor") AnchorRequest.HeadToAnchor head,
      @ExchangeException ContradictionException contradiction) {
    storeEvidence(head.shard(), contradiction, head::observedCheckpoint);
  }

  /** The same for an entry that was fetched. */
  public void storeEvidenceOfEntry(
      @Variable("unprovedTree") EntryFetches.UnprovedTree unprovedTree,
      @ExchangeException ContradictionException contradiction) {
    storeEvidence(unprovedTree.shard(), contradiction, unprovedTree::observedCheckpoint);
  }

  private void storeEvidence(
      Backend log,
      ContradictionException contradiction,
      Function<TreeHead, Optional<ObservedCheckpoint>> observations) {
    metrics.recordDivergence(log.id(), contradiction.failure());
    Evidence newEvidence = evidence(log, contradiction, observations);
    try {
      long id = evidence.save(newEvidence);
      LOG.error(
          "{}: evidence {} of {} is kept and the backend is in quarantine; see: stella attestor"
              + " evidence show {}",
          log.id(),
          id,
          newEvidence.kind().label(),
          id);
    } catch (AttestorException e) {
      // it must not be lost with the store: the log is the last place where it can be kept
      LOG.error(
          "{}: evidence could not be stored ({}); keep these lines as a file:\n{}",
          log.id(),
          e.getMessage(),
          new String(EvidenceFile.print(newEvidence), StandardCharsets.UTF_8));
    }
  }

  private Evidence evidence(
      Backend log,
      ContradictionException contradiction,
      Function<TreeHead, Optional<ObservedCheckpoint>> observations) {
    SignedNote known =
        checkpoints
            .findCheckpoint(log.origin(), contradiction.known())
            .map(StoredCheckpoint::note)
            // a bundle can contradict itself
            .or(() -> observations.apply(contradiction.known()).map(Contradictions::note))
            .orElseThrow();
    ObservedCheckpoint shown = observations.apply(contradiction.shown()).orElseThrow();
    return new Evidence(
        contradiction.failure(),
        log.origin(),
        log.id(),
        clock.instant(),
        shown.url(),
        known,
        note(shown),
        contradiction.tiles(),
        contradiction.proof());
  }

  private static SignedNote note(ObservedCheckpoint observed) {
    return observed.checkpoint().note();
  }
}
