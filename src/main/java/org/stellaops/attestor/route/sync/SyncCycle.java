package org.stellaops.attestor.route.sync;

import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.plan.Coverage;
import org.stellaops.attestor.mirror.plan.FetchPlan;
import org.stellaops.attestor.mirror.store.LogLocks;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.route.FirstFailure;
import org.stellaops.attestor.route.UnflushedFiles;
import org.stellaops.attestor.route.WorkCounters;

/**
 * One cycle over one log, while its lock is held: the update of its heads and the mirroring of its
 * files. The steps run one after the other; parallel steps use only the counters, the first
 * failure, the unflushed files and the tiles of the proof.
 */
public final class SyncCycle extends HeadUpdate implements CheckpointOperation, MirrorOperation {
  private final Instant started;
  private final BiFunction<SyncCycle, AttestorException, Object> onFailure;
  private final WorkCounters counters = new WorkCounters();
  private final FirstFailure firstFailure = new FirstFailure();
  private final UnflushedFiles unflushedFiles = new UnflushedFiles();
  private Optional<FetchPlan> plan = Optional.empty();
  private Optional<Coverage> coverage = Optional.empty();
  private Optional<PeerCheckpoint> peerCheckpoint = Optional.empty();

  /**
   * Creates a cycle.
   *
   * @param lock the held lock of the log
   * @param state of the log since the lock was acquired; empty before first contact
   * @param onFailure ends the cycle after a failure; returns its report
   */
  SyncCycle(
      Backend backend,
      LogLocks.HeldLock lock,
      Optional<LogState> state,
      Instant started,
      BiFunction<SyncCycle, AttestorException, Object> onFailure) {
    super(backend, lock, state);
    this.started = started;
    this.onFailure = onFailure;
  }

  @Override
  public Object fail(AttestorException error) {
    return onFailure.apply(this, error);
  }

  @Override
  public Optional<String> recordRoute() {
    return Optional.of(SyncCycles.RECORD_ROUTE);
  }

  /** When the cycle began. */
  public Instant started() {
    return started;
  }

  @Override
  public WorkCounters counters() {
    return counters;
  }

  @Override
  public FirstFailure firstFailure() {
    return firstFailure;
  }

  @Override
  public UnflushedFiles unflushedFiles() {
    return unflushedFiles;
  }

  /** The checkpoint of the peer; empty until it is opened. */
  Optional<PeerCheckpoint> peerCheckpoint() {
    return peerCheckpoint;
  }

  void setPeerCheckpoint(PeerCheckpoint opened) {
    this.peerCheckpoint = Optional.of(opened);
    addObserved(opened.observed().checkpoint(), opened.observed().url());
  }

  void setPlan(FetchPlan planned) {
    this.plan = Optional.of(planned);
    this.coverage = Optional.of(new Coverage(planned.covered()));
  }

  FetchPlan plan() {
    return plan.orElseThrow(() -> new IllegalStateException("nothing is planned yet"));
  }

  Coverage coverage() {
    return coverage.orElseThrow(() -> new IllegalStateException("nothing is planned yet"));
  }
}
