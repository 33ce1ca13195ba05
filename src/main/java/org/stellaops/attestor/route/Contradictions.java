package org.stellaops.attestor.route;

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
import org.stellaops.attestor.mirror.CheckpointStore;
import org.stellaops.attestor.mirror.ContradictionException;
import org.stellaops.attestor.mirror.Evidence;
import org.stellaops.attestor.mirror.EvidenceStore;
import org.stellaops.attestor.mirror.StoredCheckpoint;
import org.stellaops.attestor.note.SignedNote;
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
  public void keep(
      @Variable("cycle") Cycle cycle, @ExchangeException ContradictionException contradiction) {
    keep(cycle.backend(), contradiction, cycle::sighting);
  }

  /** The same for a bundle that was to be anchored. */
  public void keepOfAnchor(
      @Variable("wanted") AnchorOrder.Wanted wanted,
      @ExchangeException ContradictionException contradiction) {
    keep(wanted.shard(), contradiction, wanted::sighting);
  }

  /** The same for an entry that was fetched. */
  public void keepOfEntry(
      @Variable("tie") EntryFetches.Tie tie,
      @ExchangeException ContradictionException contradiction) {
    keep(tie.shard(), contradiction, tie::sighting);
  }

  private void keep(
      Backend log,
      ContradictionException contradiction,
      Function<TreeHead, Optional<Sighting>> sightings) {
    metrics.divergence(log.id(), contradiction.failure());
    Evidence found = evidence(log, contradiction, sightings);
    try {
      long id = evidence.keep(found);
      LOG.error(
          "{}: evidence {} of {} is kept and the backend is in quarantine; see: stella attestor"
              + " evidence show {}",
          log.id(),
          id,
          found.kind().word(),
          id);
    } catch (AttestorException e) {
      // it must not be lost with the store: the log is the last place where it can be kept
      LOG.error(
          "{}: evidence could not be stored ({}); keep these lines as a file:\n{}",
          log.id(),
          e.getMessage(),
          new String(EvidenceFile.print(found), StandardCharsets.UTF_8));
    }
  }

  private Evidence evidence(
      Backend log,
      ContradictionException contradiction,
      Function<TreeHead, Optional<Sighting>> sightings) {
    SignedNote known =
        checkpoints
            .checkpoint(log.origin(), contradiction.known())
            .map(StoredCheckpoint::note)
            // a bundle can contradict itself
            .or(() -> sightings.apply(contradiction.known()).map(Contradictions::note))
            .orElseThrow();
    Sighting shown = sightings.apply(contradiction.shown()).orElseThrow();
    return new Evidence(
        contradiction.failure(),
        log.origin(),
        log.id(),
        clock.instant(),
        shown.from(),
        known,
        note(shown),
        contradiction.tiles(),
        contradiction.proof());
  }

  private static SignedNote note(Sighting sighting) {
    return sighting.checkpoint().note();
  }
}
