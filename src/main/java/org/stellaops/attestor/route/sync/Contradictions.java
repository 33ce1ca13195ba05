package org.stellaops.attestor.route.sync;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
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
import org.stellaops.attestor.route.Operation;

/** Stores the evidence of contradictions before they are reported. */
public record Contradictions(
    CheckpointStore checkpoints, EvidenceStore evidence, SyncMetrics metrics, Clock clock) {
  private static final Logger LOG = LoggerFactory.getLogger("attestor.evidence");

  /**
   * Stores both notes and the proof.
   *
   * @return the failure of the operation: the contradiction, or {@code store} if the known head has
   *     no note, since then the database was changed and the log does not contradict itself
   */
  public AttestorException storeEvidence(
      @Variable("operation") Operation operation,
      @ExchangeException ContradictionException contradiction) {
    try {
      if (operation instanceof CheckpointOperation received) {
        store(received, contradiction);
      }
      return contradiction;
    } catch (AttestorException e) {
      return e;
    }
  }

  /**
   * Stores both notes and the proof.
   *
   * @throws AttestorException with {@code store} if the known head has no note
   */
  public void store(CheckpointOperation operation, ContradictionException contradiction) {
    Backend log = operation.backend();
    Evidence newEvidence = newEvidence(operation, contradiction);
    metrics.recordDivergence(log.id(), contradiction.failure());
    try {
      long id = evidence.save(newEvidence);
      LOG.error(
          "{}: evidence {} of {} was stored and the backend is in quarantine; run: stella attestor"
              + " evidence show {}",
          log.id(),
          id,
          newEvidence.kind().label(),
          id);
    } catch (AttestorException e) {
      // the log file is the only other place for it
      LOG.error(
          "{}: the evidence could not be stored ({}); save these lines as a file:\n{}",
          log.id(),
          e.getMessage(),
          new String(EvidenceFile.print(newEvidence), StandardCharsets.UTF_8));
    }
  }

  private Evidence newEvidence(
      CheckpointOperation operation, ContradictionException contradiction) {
    Backend log = operation.backend();
    SignedNote known =
        checkpoints
            .findCheckpoint(log.origin(), contradiction.known())
            .map(StoredCheckpoint::note)
            // two notes of one bundle can contradict each other
            .or(() -> operation.observedCheckpoint(contradiction.known()).map(Contradictions::note))
            // the head was changed in the database: the log does not contradict itself
            .orElseThrow(() -> CheckpointStore.missingNote(log, contradiction.known()));
    ObservedCheckpoint shown = operation.observedCheckpoint(contradiction.shown()).orElseThrow();
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
