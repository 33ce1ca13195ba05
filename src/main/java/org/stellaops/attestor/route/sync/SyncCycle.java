package org.stellaops.attestor.route.sync;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.stellaops.attestor.bundle.read.BundleNotes;
import org.stellaops.attestor.checkpoint.Cosignature;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.HeadTransition;
import org.stellaops.attestor.mirror.VerifiedTiles;
import org.stellaops.attestor.mirror.plan.Coverage;
import org.stellaops.attestor.mirror.plan.FetchPlan;
import org.stellaops.attestor.mirror.store.LogLocks;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.route.FirstFailure;
import org.stellaops.attestor.route.UnflushedFiles;
import org.stellaops.attestor.route.WorkCounters;
import org.stellaops.attestor.tlog.ConsistencyProof;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * One cycle over one log, from taking the log's lock to giving it back: what the steps of the
 * routes hand to one another. The steps run one after the other; only {@link #proofTiles} and
 * {@link #counters} are touched by parallel ones.
 */
public final class SyncCycle implements CheckpointOperation, MirrorOperation {
  private final Backend backend;
  private final LogLocks.HeldLock lock;
  private final Instant started;
  private final BiFunction<SyncCycle, AttestorException, Object> onFailure;
  private final WorkCounters counters = new WorkCounters();
  private final FirstFailure firstFailure = new FirstFailure();
  private final UnflushedFiles unflushedFiles = new UnflushedFiles();
  private final Map<Tile, TileHashes> proofTiles = new ConcurrentHashMap<>();
  private final List<ObservedCheckpoint> observedCheckpoints = new ArrayList<>();

  private final List<SignedCheckpoint> furtherNotes = new ArrayList<>();

  private Optional<SignedCheckpoint> checkpoint = Optional.empty();
  private Optional<Cosignature> cosignature = Optional.empty();
  private Optional<HeadTransition> transition = Optional.empty();
  private Optional<VerifiedTiles> rightEdge = Optional.empty();
  private Optional<FetchPlan> plan = Optional.empty();
  private Optional<Coverage> coverage = Optional.empty();
  private Optional<LogState> previousState = Optional.empty();
  private Optional<PeerCheckpoint> peerCheckpoint = Optional.empty();
  private Optional<NoteRejection> rejection = Optional.empty();
  private List<AttestorException> warnings = List.of();
  private boolean bypassesCaches;
  private boolean closed;
  private long firstIndex;
  private List<String> unsignedMismatches = List.of();
  private Optional<ConsistencyProof> consistencyProof = Optional.empty();
  private Optional<DryRun.DryRunState> dryRunState = Optional.empty();

  /**
   * Creates a cycle.
   *
   * @param lock the held lock of the log
   * @param onFailure ends the cycle after a failure; returns its report
   */
  public SyncCycle(
      Backend backend,
      LogLocks.HeldLock lock,
      Instant started,
      BiFunction<SyncCycle, AttestorException, Object> onFailure) {
    this.backend = backend;
    this.lock = lock;
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

  @Override
  public Backend backend() {
    return backend;
  }

  /** The log's origin. */
  public Origin origin() {
    return backend.origin();
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

  /** The checkpoint that the log shows; empty until it is opened. */
  public Optional<SignedCheckpoint> checkpoint() {
    return checkpoint;
  }

  /** A note of this log was opened that came from there. */
  public void setCheckpoint(SignedCheckpoint checkpoint, String from) {
    this.checkpoint = Optional.of(checkpoint);
    observedCheckpoints.add(new ObservedCheckpoint(checkpoint, from));
  }

  /** The latest cosignature under the log's checkpoint; empty if there is none that counts. */
  Optional<Cosignature> cosignature() {
    return cosignature;
  }

  void setCosignature(Optional<Cosignature> latest) {
    this.cosignature = latest;
  }

  /** Where the log stood before this cycle; empty before first contact. */
  public Optional<LogState> previousState() {
    return previousState;
  }

  void setPreviousState(Optional<LogState> state) {
    this.previousState = state;
  }

  /** Where the log would stand after the bundles before in a dry run; empty if that is as it is. */
  public Optional<DryRun.DryRunState> dryRunState() {
    return dryRunState;
  }

  public void setDryRunState(DryRun.DryRunState state) {
    this.dryRunState = Optional.of(state);
    observedCheckpoints.add(state.checkpoint());
  }

  /** What others show of the log; empty until it is opened. */
  Optional<PeerCheckpoint> peerCheckpoint() {
    return peerCheckpoint;
  }

  void setPeerCheckpoint(PeerCheckpoint other) {
    this.peerCheckpoint = Optional.of(other);
    observedCheckpoints.add(other.observed());
  }

  /** The note that was refused last. */
  NoteRejection rejection() {
    return rejection.orElseThrow(() -> new IllegalStateException("nothing was refused"));
  }

  void setRejection(NoteRejection found) {
    this.rejection = Optional.of(found);
  }

  @Override
  public Optional<ObservedCheckpoint> observedCheckpoint(TreeHead head) {
    return observedCheckpoints.stream()
        .filter(observed -> observed.checkpoint().head().equals(head))
        .findFirst();
  }

  /** What is odd about the log although it is true, the gravest first. */
  List<AttestorException> warnings() {
    return warnings;
  }

  void setWarnings(List<AttestorException> found) {
    this.warnings = List.copyOf(found);
  }

  /** Notes come with a bundle instead of from the log itself. */
  public void addBundleNotes(String bundle, BundleNotes notes) {
    setCheckpoint(notes.head(), bundle);
    furtherNotes.addAll(notes.earlier());
    notes.earlier().forEach(note -> observedCheckpoints.add(new ObservedCheckpoint(note, bundle)));
    notes
        .pending()
        .ifPresent(note -> observedCheckpoints.add(new ObservedCheckpoint(note, bundle)));
  }

  /** The further notes that came with a bundle, smallest first. */
  List<SignedCheckpoint> furtherNotes() {
    return List.copyOf(furtherNotes);
  }

  /** How the log's checkpoint stands to what we knew; empty until it is judged. */
  public Optional<HeadTransition> transition() {
    return transition;
  }

  public LogLocks.HeldLock lock() {
    return lock;
  }

  public void setTransition(HeadTransition transition) {
    this.transition = Optional.of(transition);
  }

  /** A server has said of this shard that it is closed, and other things beside its note. */
  void setAdvertised(boolean closed, long firstIndex, List<String> unsignedMismatches) {
    this.closed = closed;
    this.firstIndex = firstIndex;
    this.unsignedMismatches = List.copyOf(unsignedMismatches);
  }

  /** The index of the first entry of this shard among those of all shards. */
  public long firstIndex() {
    return firstIndex;
  }

  /** Whether the server says of this shard that it takes no more entries. */
  boolean closed() {
    return closed;
  }

  /** What the server says beside the note, and is not what the note says. */
  List<String> unsignedMismatches() {
    return unsignedMismatches;
  }

  /** The proof that a verdict rests on which tiles do not show. */
  Optional<ConsistencyProof> consistencyProof() {
    return consistencyProof;
  }

  public void setProof(ConsistencyProof proof) {
    this.consistencyProof = Optional.of(proof);
  }

  /** Whether tiles of the proof are asked of the log itself. */
  boolean bypassesCaches() {
    return bypassesCaches;
  }

  void bypassCaches() {
    bypassesCaches = true;
  }

  /** Tiles that came for the proof and are not checked yet. */
  Map<Tile, TileHashes> proofTiles() {
    return proofTiles;
  }

  public void setProof(VerifiedTiles tiles) {
    this.rightEdge = Optional.of(tiles);
  }

  public Optional<VerifiedTiles> rightEdge() {
    return rightEdge;
  }

  void setPlan(FetchPlan plan) {
    this.plan = Optional.of(plan);
    this.coverage = Optional.of(new Coverage(plan.covered()));
  }

  FetchPlan plan() {
    return plan.orElseThrow(() -> new IllegalStateException("nothing is planned yet"));
  }

  Coverage coverage() {
    return coverage.orElseThrow(() -> new IllegalStateException("nothing is planned yet"));
  }
}
