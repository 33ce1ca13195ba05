package org.stellaops.attestor.route.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.stellaops.attestor.checkpoint.Cosignature;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.HeadTransition;
import org.stellaops.attestor.mirror.VerifiedTiles;
import org.stellaops.attestor.mirror.store.LogLocks;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.route.sync.NoteRejections.NoteRejection;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * The update of the heads of one log to a checkpoint, in the variable {@code headUpdate}: the lock
 * of the log, its state, the checkpoints that were received, how they change the head and what
 * proves that. A sync, an import and a repair each have one.
 *
 * <p>The state is read once, when the lock is acquired. While the lock is held only the owner of
 * this object changes it, and every change is noted here.
 */
public class HeadUpdate {
  private final Backend backend;
  private final LogLocks.HeldLock lock;
  private final Optional<LogState> previousState;
  private final Map<Tile, TileHashes> proofTiles = new ConcurrentHashMap<>();
  private final List<ObservedCheckpoint> observedCheckpoints = new ArrayList<>();
  private final List<SignedCheckpoint> furtherNotes = new ArrayList<>();

  private Optional<LogState> state;
  private Optional<TreeHead> assumedHead = Optional.empty();
  private Optional<SignedCheckpoint> checkpoint = Optional.empty();
  private Optional<AdvertisedShard> advertised = Optional.empty();
  private Optional<Cosignature> cosignature = Optional.empty();
  private Optional<HeadTransition> transition = Optional.empty();
  private Optional<VerifiedTiles> rightEdge = Optional.empty();
  private Optional<NoteRejection> rejection = Optional.empty();
  private List<AttestorException> warnings = List.of();
  private boolean bypassesCaches;

  /**
   * An update that has no checkpoint yet.
   *
   * @param lock the held lock of the log
   * @param state of the log since the lock was acquired; empty before first contact
   */
  public HeadUpdate(Backend backend, LogLocks.HeldLock lock, Optional<LogState> state) {
    this.backend = backend;
    this.lock = lock;
    this.previousState = state;
    this.state = state;
  }

  public Backend backend() {
    return backend;
  }

  public Origin origin() {
    return backend.origin();
  }

  public LogLocks.HeldLock lock() {
    return lock;
  }

  /** The state of the log before this update; empty before first contact. */
  public Optional<LogState> previousState() {
    return previousState;
  }

  /** The present state of the log; empty before first contact. */
  public Optional<LogState> state() {
    return state;
  }

  void setState(LogState changed) {
    this.state = Optional.of(changed);
  }

  /** Notes a change of the state that the store has made; none before first contact. */
  public void changeState(UnaryOperator<LogState> change) {
    state = state.map(change);
  }

  /** The head that a checkpoint is compared with; empty before first contact. */
  Optional<TreeHead> knownHead() {
    return assumedHead.or(() -> state.map(LogState::pending));
  }

  /** Compares with this checkpoint, as if it were the pending one. */
  public void assumePending(ObservedCheckpoint assumed) {
    this.assumedHead = Optional.of(assumed.checkpoint().head());
    observedCheckpoints.add(assumed);
  }

  /** The opened checkpoint of the log; empty until then. */
  public Optional<SignedCheckpoint> checkpoint() {
    return checkpoint;
  }

  /** Sets the opened checkpoint and the URL that it came from. */
  public void setCheckpoint(SignedCheckpoint opened, String from) {
    this.checkpoint = Optional.of(opened);
    addObserved(opened, from);
  }

  /** Adds a checkpoint of the log that may be evidence, and its URL. */
  public void addObserved(SignedCheckpoint opened, String from) {
    observedCheckpoints.add(new ObservedCheckpoint(opened, from));
  }

  /** The received checkpoint with this head; empty if there is none. */
  public Optional<ObservedCheckpoint> observedCheckpoint(TreeHead head) {
    return observedCheckpoints.stream()
        .filter(observed -> observed.checkpoint().head().equals(head))
        .findFirst();
  }

  /** Adds a smaller checkpoint to store too, in ascending order of size. */
  public void addFurtherNote(SignedCheckpoint opened, String from) {
    furtherNotes.add(opened);
    addObserved(opened, from);
  }

  /** The further checkpoints to store, smallest first. */
  List<SignedCheckpoint> furtherNotes() {
    return List.copyOf(furtherNotes);
  }

  /** What a Rekor v1 server advertises for the shard; empty for any other log. */
  Optional<AdvertisedShard> advertised() {
    return advertised;
  }

  void setAdvertised(AdvertisedShard shard) {
    this.advertised = Optional.of(shard);
  }

  /** The index of the first entry of the shard across all shards. */
  public long firstIndex() {
    return advertised.map(AdvertisedShard::firstIndex).orElse(0L);
  }

  /** Whether a Rekor v1 server states that the shard takes no more entries. */
  boolean isClosed() {
    return advertised.map(AdvertisedShard::closed).orElse(false);
  }

  /** The latest valid cosignature of a trusted witness; empty if there is none. */
  Optional<Cosignature> cosignature() {
    return cosignature;
  }

  void setCosignature(Optional<Cosignature> latest) {
    this.cosignature = latest;
  }

  /** How the checkpoint changes the known head; fails until they are compared. */
  public HeadTransition transition() {
    return transition.orElseThrow();
  }

  public void setTransition(HeadTransition compared) {
    this.transition = Optional.of(compared);
  }

  /** The tiles of the proof, unverified. */
  Map<Tile, TileHashes> proofTiles() {
    return proofTiles;
  }

  /** Whether tiles of the proof are requested with {@code Cache-Control: no-cache}. */
  boolean bypassesCaches() {
    return bypassesCaches;
  }

  void bypassCaches() {
    bypassesCaches = true;
  }

  /** The verified tiles at the right edge of the checkpoint; empty until they are verified. */
  public Optional<VerifiedTiles> rightEdge() {
    return rightEdge;
  }

  public void setProof(VerifiedTiles tiles) {
    this.rightEdge = Optional.of(tiles);
  }

  NoteRejection rejection() {
    return rejection.orElseThrow();
  }

  void setRejection(NoteRejection found) {
    this.rejection = Optional.of(found);
  }

  /** Unusual properties of the valid checkpoint, the most severe first. */
  List<AttestorException> warnings() {
    return warnings;
  }

  void setWarnings(List<AttestorException> found) {
    this.warnings = List.copyOf(found);
  }
}
