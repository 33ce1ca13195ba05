package org.stellaops.attestor.route;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.metrics.SyncMetrics;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.CheckpointJudge;
import org.stellaops.attestor.mirror.CheckpointStore;
import org.stellaops.attestor.mirror.LogKind;
import org.stellaops.attestor.mirror.LogState;
import org.stellaops.attestor.mirror.MinimumIndex;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.Verdict;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.note.VerifierKey;
import org.stellaops.attestor.tlog.TreeHead;
import org.stellaops.attestor.tlog.TreeShape;

/** Opens, judges, accepts and publishes checkpoints. */
public final class Checkpoints {
  private final BackendCatalog backends;
  private final CheckpointStore store;
  private final MirrorTree tree;
  private final SyncMetrics metrics;
  private final Clock clock;

  /** Works on these logs, this store and this tree of files. */
  public Checkpoints(
      BackendCatalog backends,
      CheckpointStore store,
      MirrorTree tree,
      SyncMetrics metrics,
      Clock clock) {
    this.backends = backends;
    this.store = store;
    this.tree = tree;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** What to ask the log for: its checkpoint. */
  public List<Request> requests(@Variable("backend") String backend) {
    return List.of(Request.checkpoint(backend));
  }

  /** Opens the note with the log's key. */
  public void open(@Variable("cycle") Cycle cycle, @Body Fetched fetched) {
    metrics.checkpointFetched(cycle.backend().id());
    SignedCheckpoint checkpoint =
        fetched.checked(note -> cycle.backend().log().open(note, backends.keys()));
    cycle.opened(checkpoint, fetched.from().toString());
  }

  /** Looks for cosignatures of the witnesses whose word counts; a bad one condemns the note. */
  public void openCosignatures(@Variable("cycle") Cycle cycle) {
    cycle.cosigned(cycle.backend().witnesses().latest(cycle.shown().orElseThrow()));
  }

  /** Refuses growth, and a first contact, that comes while the key is not valid. */
  public void requireValidKey(@Variable("cycle") Cycle cycle) {
    SignedCheckpoint shown = cycle.shown().orElseThrow();
    long known = known(cycle, store.find(cycle.origin())).map(TreeHead::size).orElse(-1L);
    if (shown.head().size() > known) {
      cycle.backend().validity().require(clock.instant(), shown);
    }
  }

  /** Whether the note has come already, with the answer of a server about all its shards. */
  public boolean areHere(@Variable("shown") @Nullable ShownShard shown) {
    return shown != null;
  }

  /** A note that has come already, as if it had been fetched alone. */
  public Fetched shown(@Variable("cycle") Cycle cycle, @Variable("shown") ShownShard shown) {
    if (!shown.accepted()) {
      String server = Backend.server(shown.id());
      throw new AttestorException(
          Failure.NEW_SHARD,
          "the server shows a new shard, '" + shown.shard().origin() + "', signed with its key",
          "if it is announced: stella attestor backend accept-shard "
              + server
              + Backend.treeId(shown.id()).map(tree -> " " + tree).orElse(""));
    }
    byte[] note =
        shown
            .note()
            .orElseThrow(() ->
                new AttestorException(
                    Failure.NETWORK,
                    "the server does not show the shard '" + shown.shard().origin() + "' any more",
                    "nothing of it was changed here; ask the log's operator"));
    cycle.toldOf(shown.closed(), shown.firstIndex(), shown.lies());
    return new Fetched(Request.checkpoint(cycle.backend().id()), URI.create(shown.from()), note);
  }

  /** Compares the checkpoint with the pending one. */
  public void judge(@Variable("cycle") Cycle cycle) {
    Optional<LogState> known = store.find(cycle.origin());
    cycle.knew(known);
    cycle.judged(CheckpointJudge.judge(known(cycle, known), cycle.shown().orElseThrow()));
  }

  private static Optional<TreeHead> known(Cycle cycle, Optional<LogState> stored) {
    return cycle.foreseen().map(DryRun.Foreseen::pending).or(() -> stored.map(LogState::pending));
  }

  /** Whether the verdict holds only if the tiles bear it out. */
  public boolean needProof(@Variable("cycle") Cycle cycle) {
    return cycle.backend().kind() != LogKind.SHARD
        && !(verdict(cycle) instanceof Verdict.Unchanged);
  }

  /** Whether the log shows a head that we hold true, new or known. */
  public boolean areCurrent(@Variable("cycle") Cycle cycle) {
    return !(verdict(cycle) instanceof Verdict.Stale);
  }

  /** Whether the pending head is to move. */
  public boolean areNews(@Variable("cycle") Cycle cycle) {
    return verdict(cycle).isNews();
  }

  /** The row for the store, by the names of its SQL. */
  public Map<String, @Nullable Object> row(@Variable("cycle") Cycle cycle) {
    return row(cycle, verdict(cycle).checkpoint(), consistentFrom(cycle));
  }

  /** The rows of the further notes that came with a bundle, smallest first; all are proved. */
  public List<Map<String, @Nullable Object>> broughtRows(@Variable("cycle") Cycle cycle) {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    Long before = null;
    for (SignedCheckpoint note : cycle.brought()) {
      rows.add(row(cycle, note, before));
      before = note.head().size();
    }
    return rows;
  }

  private Map<String, @Nullable Object> row(
      Cycle cycle, SignedCheckpoint checkpoint, @Nullable Long consistentFrom) {
    VerifierKey key = cycle.backend().log().key();
    Map<String, @Nullable Object> row = new HashMap<>();
    row.put("origin", checkpoint.origin().name());
    row.put("backend", cycle.backend().id());
    row.put("treeSize", checkpoint.head().size());
    row.put("rootHash", checkpoint.head().root().bytes());
    row.put("rawNote", checkpoint.note().raw());
    row.put("signedText", (checkpoint.note().text() + "\n").getBytes(StandardCharsets.UTF_8));
    row.put("keyName", key.name());
    row.put("keyId", key.keyId().toString());
    row.put("frozen", checkpoint.checkpoint().frozen());
    row.put("consistentFrom", consistentFrom);
    row.put("now", clock.instant().atOffset(ZoneOffset.UTC));
    return row;
  }

  /** Moves the pending head to the new checkpoint, if nobody else moved it meanwhile. */
  public void advancePending(@Variable("cycle") Cycle cycle) {
    Verdict verdict = verdict(cycle);
    TreeHead next = verdict.checkpoint().head();
    boolean moved =
        verdict instanceof Verdict.Advanced advanced
            ? store.advancePending(cycle.origin(), advanced.pending(), next, clock.instant())
            : store.begin(cycle.origin(), cycle.backend().id(), next, clock.instant());
    requireMoved(moved, cycle);
    metrics.checkpointStored(cycle.backend().id());
  }

  /** Whether everything that the pending checkpoint commits to is on disk now. */
  public boolean areCovered(@Variable("cycle") Cycle cycle) {
    return cycle.backend().hasTiles()
        && store
            .find(cycle.origin())
            .map(state -> state.covered() == state.pending().size())
            .orElse(false);
  }

  /** Moves the mirrored head up to the pending one. */
  public void advanceMirrored(@Variable("cycle") Cycle cycle) {
    LogState state = state(cycle);
    requireMoved(
        state.complete()
            || store.advanceMirrored(cycle.origin(), state.mirrored(), state.pending()),
        cycle);
  }

  /** Puts the mirrored checkpoint beside its tiles, last of all, and drops what it supersedes. */
  public void publish(@Variable("cycle") Cycle cycle) {
    LogState state = state(cycle);
    SignedNote note = latestNote(cycle, state.mirrored());
    Optional<byte[]> served = tree.published(cycle.origin());
    if (served.isEmpty() || !Arrays.equals(served.get(), note.raw())) {
      requireLock(cycle);
      tree.publish(cycle.origin(), note);
      dropSuperseded(cycle, served.flatMap(raw -> sizeOf(cycle, raw)).orElse(0L), state);
    }
    if (areCurrent(cycle)) {
      // who verifies without a database knows from here how old the mirror is
      tree.confirm(cycle.origin(), clock.instant());
    }
  }

  /** Some checkpoints were overtaken before they were mirrored; their edges lie there too. */
  private void dropSuperseded(Cycle cycle, long old, LogState current) {
    TreeShape shape = new TreeShape(current.mirrored().size());
    LongStream overtaken =
        store.sizesBetween(cycle.origin(), old, shape.size()).stream().mapToLong(Long::longValue);
    LongStream.concat(LongStream.of(old), overtaken)
        .mapToObj(TreeShape::new)
        .forEach(smaller -> {
          tree.dropSuperseded(cycle.origin(), smaller, shape);
          dropPruned(cycle, smaller, current.minimum());
        });
  }

  /** What was at a right edge stayed when the full file in its place was pruned. */
  private void dropPruned(Cycle cycle, TreeShape old, MinimumIndex minimum) {
    old.partials()
        .filter(partial -> minimum.withholds(partial.full()))
        .forEach(partial -> tree.remove(cycle.origin(), partial.path()));
  }

  /** The size of what was served before; empty if the file was damaged meanwhile. */
  private Optional<Long> sizeOf(Cycle cycle, byte[] served) {
    try {
      return Optional.of(cycle.backend().log().open(served, backends.keys()).head().size());
    } catch (AttestorException e) {
      return Optional.empty();
    }
  }

  /** The note that the log shows now, if it is of this head; else the one we stored for it. */
  private SignedNote latestNote(Cycle cycle, TreeHead head) {
    SignedCheckpoint shown = verdict(cycle).checkpoint();
    return shown.head().equals(head)
        ? shown.note()
        : store.checkpoint(cycle.origin(), head).orElseThrow().note();
  }

  private static @Nullable Long consistentFrom(Cycle cycle) {
    return verdict(cycle) instanceof Verdict.Advanced advanced ? advanced.pending().size() : null;
  }

  private LogState state(Cycle cycle) {
    return store.find(cycle.origin()).orElseThrow();
  }

  private static Verdict verdict(Cycle cycle) {
    return cycle.verdict().orElseThrow();
  }

  private static void requireLock(Cycle cycle) {
    if (!cycle.lock().valid()) {
      throw new AttestorException(
          Failure.STORE,
          "the lock of '" + cycle.origin() + "' was lost with the connection to PostgreSQL",
          "the next cycle goes on from there");
    }
  }

  private static void requireMoved(boolean moved, Cycle cycle) {
    if (!moved) {
      throw new AttestorException(
          Failure.BUSY,
          "the head of '" + cycle.origin() + "' was moved by another process meanwhile",
          "the next cycle goes on from there");
    }
  }
}
