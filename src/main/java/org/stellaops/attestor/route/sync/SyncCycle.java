package org.stellaops.attestor.route.sync;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.mirror.plan.Coverage;
import org.stellaops.attestor.mirror.plan.FetchPlan;

/**
 * One cycle over one log, while its lock is held: the update of its heads and the mirroring of its
 * files. The steps run one after the other; parallel steps use only the counters, the first
 * failure, the unflushed files and the tiles of the proof.
 */
public final class SyncCycle extends HeadUpdate implements CheckpointOperation, MirrorOperation {
  private final Instant started;
  private final BiFunction<SyncCycle, AttestorException, Object> onFailure;
  private final MirrorWork work = new MirrorWork();
  private OptionalLong restoreFrom = OptionalLong.empty();
  private Optional<FetchPlan> plan = Optional.empty();
  private Optional<Coverage> coverage = Optional.empty();
  private Optional<PeerCheckpoint> peerCheckpoint = Optional.empty();

  /**
   * @param locked the log, its held lock and its state
   * @param onFailure ends the cycle after a failure; returns its report
   */
  SyncCycle(
      HeadUpdate locked,
      Instant started,
      BiFunction<SyncCycle, AttestorException, Object> onFailure) {
    super(locked.backend(), locked.lock(), locked.state());
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

  public Instant started() {
    return started;
  }

  @Override
  public MirrorWork work() {
    return work;
  }

  /** The checkpoint of the peer; fails until it is opened. */
  PeerCheckpoint peerCheckpoint() {
    return peerCheckpoint.orElseThrow();
  }

  void setPeerCheckpoint(PeerCheckpoint opened) {
    this.peerCheckpoint = Optional.of(opened);
    addObserved(opened.observed().checkpoint(), opened.observed().url());
  }

  /** The first entry whose files are fetched again; empty if the cycle restores nothing. */
  OptionalLong restoreFrom() {
    return restoreFrom;
  }

  void restoreFrom(long entry) {
    this.restoreFrom = OptionalLong.of(entry);
  }

  void setPlan(FetchPlan planned) {
    this.plan = Optional.of(planned);
    this.coverage = Optional.of(new Coverage(planned.covered()));
  }

  FetchPlan plan() {
    return plan.orElseThrow();
  }

  Coverage coverage() {
    return coverage.orElseThrow();
  }
}
