package org.stellaops.attestor.route;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.stellaops.attestor.bundle.BundleNotes;
import org.stellaops.attestor.checkpoint.Cosignature;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.Coverage;
import org.stellaops.attestor.mirror.LogLocks;
import org.stellaops.attestor.mirror.LogState;
import org.stellaops.attestor.mirror.MirrorPlan;
import org.stellaops.attestor.mirror.ProvedTiles;
import org.stellaops.attestor.mirror.Verdict;
import org.stellaops.attestor.tlog.ConsistencyProof;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * One cycle over one log, from taking the log's lock to giving it back: what the steps of the
 * routes hand to one another. The steps run one after the other; only {@link #came} and {@link
 * #tally} are touched by parallel ones.
 */
public final class Cycle {
  private final Backend backend;
  private final LogLocks.Held lock;
  private final Instant started;
  private final Tally tally = new Tally();
  private final Map<Tile, TileHashes> came = new ConcurrentHashMap<>();
  private final List<Sighting> sightings = new ArrayList<>();

  private final List<SignedCheckpoint> brought = new ArrayList<>();

  private Optional<SignedCheckpoint> shown = Optional.empty();
  private Optional<Cosignature> cosignature = Optional.empty();
  private Optional<Verdict> verdict = Optional.empty();
  private Optional<ProvedTiles> edge = Optional.empty();
  private Optional<MirrorPlan> plan = Optional.empty();
  private Optional<Coverage> coverage = Optional.empty();
  private Optional<LogState> before = Optional.empty();
  private Optional<Comparison> comparison = Optional.empty();
  private Optional<Refusal> refusal = Optional.empty();
  private List<AttestorException> doubts = List.of();
  private boolean distrustsCaches;
  private boolean closed;
  private long firstIndex;
  private List<String> lies = List.of();
  private Optional<ConsistencyProof> consistency = Optional.empty();
  private Optional<DryRun.Foreseen> foreseen = Optional.empty();

  Cycle(Backend backend, LogLocks.Held lock, Instant started) {
    this.backend = backend;
    this.lock = lock;
    this.started = started;
  }

  /** The log. */
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

  /** What it has done so far. */
  public Tally tally() {
    return tally;
  }

  /** The checkpoint that the log shows; empty until it is opened. */
  public Optional<SignedCheckpoint> shown() {
    return shown;
  }

  /** A note of this log was opened that came from there. */
  void opened(SignedCheckpoint checkpoint, String from) {
    this.shown = Optional.of(checkpoint);
    sightings.add(new Sighting(checkpoint, from));
  }

  /** The latest cosignature under the log's checkpoint; empty if there is none that counts. */
  Optional<Cosignature> cosignature() {
    return cosignature;
  }

  void cosigned(Optional<Cosignature> latest) {
    this.cosignature = latest;
  }

  /** Where the log stood before this cycle; empty before first contact. */
  Optional<LogState> before() {
    return before;
  }

  void knew(Optional<LogState> state) {
    this.before = state;
  }

  /** Where the log would stand after the bundles before in a dry run; empty if that is as it is. */
  Optional<DryRun.Foreseen> foreseen() {
    return foreseen;
  }

  void foresaw(DryRun.Foreseen state) {
    this.foreseen = Optional.of(state);
    sightings.add(state.newest());
  }

  /** What others show of the log; empty until it is opened. */
  Optional<Comparison> comparison() {
    return comparison;
  }

  void compared(Comparison other) {
    this.comparison = Optional.of(other);
    sightings.add(other.sighting());
  }

  /** The note that was refused last. */
  Refusal refusal() {
    return refusal.orElseThrow(() -> new IllegalStateException("nothing was refused"));
  }

  void refused(Refusal found) {
    this.refusal = Optional.of(found);
  }

  /** The note of this head that was seen in this cycle, and where; empty if there is none. */
  Optional<Sighting> sighting(TreeHead head) {
    return sightings.stream()
        .filter(sighting -> sighting.checkpoint().head().equals(head))
        .findFirst();
  }

  /** What is odd about the log although it is true, the gravest first. */
  List<AttestorException> doubts() {
    return doubts;
  }

  void doubted(List<AttestorException> found) {
    this.doubts = List.copyOf(found);
  }

  /** Notes come with a bundle instead of from the log itself. */
  void brought(String bundle, BundleNotes notes) {
    opened(notes.head(), bundle);
    brought.addAll(notes.further());
    notes.further().forEach(note -> sightings.add(new Sighting(note, bundle)));
    notes.pending().ifPresent(note -> sightings.add(new Sighting(note, bundle)));
  }

  /** The further notes that came with a bundle, smallest first. */
  List<SignedCheckpoint> brought() {
    return List.copyOf(brought);
  }

  /** How the log's checkpoint stands to what we knew; empty until it is judged. */
  public Optional<Verdict> verdict() {
    return verdict;
  }

  LogLocks.Held lock() {
    return lock;
  }

  void judged(Verdict verdict) {
    this.verdict = Optional.of(verdict);
  }

  /** A server has said of this shard that it is closed, and other things beside its note. */
  void toldOf(boolean closed, long firstIndex, List<String> lies) {
    this.closed = closed;
    this.firstIndex = firstIndex;
    this.lies = List.copyOf(lies);
  }

  /** The index of the first entry of this shard among those of all shards. */
  long firstIndex() {
    return firstIndex;
  }

  /** Whether the server says of this shard that it takes no more entries. */
  boolean closed() {
    return closed;
  }

  /** What the server says beside the note, and is not what the note says. */
  List<String> lies() {
    return lies;
  }

  /** The proof that a verdict rests on which tiles do not show. */
  Optional<ConsistencyProof> consistency() {
    return consistency;
  }

  void proved(ConsistencyProof proof) {
    this.consistency = Optional.of(proof);
  }

  /** Whether tiles of the proof are asked of the log itself. */
  boolean distrustsCaches() {
    return distrustsCaches;
  }

  void distrustCaches() {
    distrustsCaches = true;
  }

  /** Tiles that came for the proof and are not checked yet. */
  Map<Tile, TileHashes> came() {
    return came;
  }

  void proved(ProvedTiles tiles) {
    this.edge = Optional.of(tiles);
  }

  Optional<ProvedTiles> edge() {
    return edge;
  }

  void planned(MirrorPlan plan) {
    this.plan = Optional.of(plan);
    this.coverage = Optional.of(new Coverage(plan.covered()));
  }

  MirrorPlan plan() {
    return plan.orElseThrow(() -> new IllegalStateException("nothing is planned yet"));
  }

  Coverage coverage() {
    return coverage.orElseThrow(() -> new IllegalStateException("nothing is planned yet"));
  }
}
