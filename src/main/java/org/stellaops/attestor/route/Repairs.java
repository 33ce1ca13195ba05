package org.stellaops.attestor.route;

import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.ExchangeException;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.AuditReport;
import org.stellaops.attestor.mirror.AuditWatch;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.CheckpointStore;
import org.stellaops.attestor.mirror.LogKind;
import org.stellaops.attestor.mirror.LogLocks;
import org.stellaops.attestor.mirror.LogState;
import org.stellaops.attestor.mirror.MirrorAudit;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.RepairPlan;
import org.stellaops.attestor.mirror.Stray;
import org.stellaops.attestor.mirror.Verdict;
import org.stellaops.attestor.mirror.VerifiedFile;
import org.stellaops.attestor.mirror.Wanted;
import org.stellaops.attestor.tlog.TreeHead;

/** Makes good what an audit has found. Nothing on disk is trusted that does not lead to a root. */
public final class Repairs {
  private static final Logger LOG = LoggerFactory.getLogger("attestor.repair");

  private final BackendCatalog backends;
  private final CheckpointStore store;
  private final MirrorTree tree;
  private final LogLocks locks;
  private final Clock clock;
  private final Duration patience;

  /** Waits for another process on the same log at most as long as {@code patience}. */
  public Repairs(
      BackendCatalog backends,
      CheckpointStore store,
      MirrorTree tree,
      LogLocks locks,
      Clock clock,
      Duration patience) {
    this.backends = backends;
    this.store = store;
    this.tree = tree;
    this.locks = locks;
    this.clock = clock;
    this.patience = patience;
  }

  /** Takes the lock of the log. A log in quarantine may be repaired: its mirror is still served. */
  public Repair begin(@Variable("backend") String id, @Body AuditReport findings) {
    Backend backend = backends.get(id);
    return new Repair(backend, locks.acquire(backend.origin(), patience), findings);
  }

  /** The trees in which something is wrong. */
  public List<AuditReport.TreeDamage> trees(@Variable("repair") Repair repair) {
    return repair.findings().trees().stream().filter(tree -> !tree.damages().isEmpty()).toList();
  }

  /** Begins with one tree, whose head the log has signed; its edge may follow from the disk. */
  public Cycle cycle(@Variable("repair") Repair repair, @Body AuditReport.TreeDamage damage) {
    TreeHead head = damage.scope().head();
    SignedCheckpoint signed = signed(repair.backend(), head);
    Cycle cycle = new Cycle(repair.backend(), repair.lock(), clock.instant());
    cycle.opened(signed, repair.backend().readUrls().get(0).toString());
    cycle.judged(new Verdict.Unchanged(signed));
    audit().edge(repair.backend(), head).ifPresent(cycle::proved);
    return cycle;
  }

  /** Plans the repair of one tree from its proved edge. */
  public void plan(
      @Variable("repair") Repair repair,
      @Variable("cycle") Cycle cycle,
      @Body AuditReport.TreeDamage damage) {
    repair.planned(
        new RepairPlan(repair.backend(), tree, cycle.edge().orElseThrow(), damage.damages()));
  }

  /** The damaged tiles above level 0 and at the right edge, from the top down. */
  public Iterator<Wanted> upper(@Variable("repair") Repair repair) {
    return repair.plan().upperTiles();
  }

  /** The damaged entry bundles. */
  public Iterator<Wanted> bundles(@Variable("repair") Repair repair) {
    return repair.plan().bundles();
  }

  /** The damaged level-0 tiles; most follow from their bundles by now. */
  public Iterator<Wanted> leaves(@Variable("repair") Repair repair) {
    return repair.plan().leafTiles();
  }

  /** What of the file follows from others on disk; nothing if it must be fetched. */
  public List<VerifiedFile> fromDisk(
      @Variable("repair") Repair repair, @Variable("wanted") Wanted wanted) {
    return repair.plan().fromDisk(wanted);
  }

  /**
   * Whether the disk has not given the file.
   *
   * @throws AttestorException with {@code incomplete} if the log has no such files to give
   */
  public boolean mustFetch(
      @Variable("repair") Repair repair,
      @Variable("wanted") Wanted wanted,
      @Body List<VerifiedFile> files) {
    String id = repair.backend().id();
    if (files.isEmpty() && repair.backend().kind() == LogKind.SHARD) {
      throw new AttestorException(
          Failure.INCOMPLETE,
          wanted.resource() + " does not follow from other files, and a Rekor v1 log has no tiles",
          "have all entries brought again: stella attestor tiles clear --backend %s && stella attestor sync --backend %s"
              .formatted(id, id));
    }
    return files.isEmpty();
  }

  /** Puts verified files in the place of damaged ones, whole at every moment. */
  public void write(@Variable("repair") Repair repair, @Body List<VerifiedFile> files) {
    requireLock(repair);
    for (VerifiedFile file : files) {
      tree.write(repair.backend().origin(), file);
      repair.tally().written(file.resource(), file.length());
    }
  }

  /** Serves the mirrored checkpoint again if something else has taken its place. */
  public void republish(@Variable("repair") Repair repair) {
    Optional<LogState> state = store.find(repair.backend().origin());
    if (repair.findings().published().isEmpty() || state.isEmpty()) {
      return;
    }
    requireLock(repair);
    SignedCheckpoint signed = signed(repair.backend(), state.get().mirrored());
    tree.publish(repair.backend().origin(), signed.note());
  }

  /** Removes what is surely ours and of no use any more. */
  public void clean(@Variable("repair") Repair repair) {
    requireLock(repair);
    repair.findings().strays().stream()
        .filter(Stray::removable)
        .forEach(stray -> tree.remove(repair.backend().origin(), stray.path()));
  }

  /** Ends a repair that went well, and gives the lock back. */
  public RepairReport finish(@Variable("repair") Repair repair) {
    repair.lock().close();
    LOG.info(
        "{}: {} findings repaired, {} files written with {} requests",
        repair.backend().id(),
        repair.findings().findings(),
        repair.tally().tiles() + repair.tally().entryBundles(),
        repair.tally().requests());
    return new RepairReport(repair.backend().id(), repair.tally(), Optional.empty(), "", "");
  }

  /** Ends a repair that failed, and gives the lock back if there is one. */
  public RepairReport fail(
      @Variable("backend") String id,
      @Variable("repair") @Nullable Repair repair,
      @ExchangeException Exception thrown) {
    AttestorException why = Failures.of(thrown);
    LOG.error("{}: repair: {}: {}", id, why.failure().word(), why.getMessage());
    if (repair != null) {
      repair.lock().close();
    }
    return new RepairReport(
        id,
        repair == null ? new Tally() : repair.tally(),
        Optional.of(why.failure()),
        why.getMessage(),
        why.hint());
  }

  /** The stored note of a head, opened again: what the database says is no proof. */
  private SignedCheckpoint signed(Backend backend, TreeHead head) {
    SignedCheckpoint signed =
        store
            .checkpoint(backend.origin(), head)
            .map(stored -> backend.log().open(stored.note().raw(), backends.keys()))
            .filter(opened -> opened.head().equals(head))
            .orElseThrow(() ->
                new AttestorException(
                    Failure.STORE,
                    "no stored note of '" + backend.origin() + "' is for the head " + head,
                    "run: stella attestor checkpoints verify --backend " + backend.id()));
    return signed;
  }

  private static void requireLock(Repair repair) {
    if (!repair.lock().valid()) {
      throw new AttestorException(
          Failure.STORE,
          "the lock of '" + repair.backend().origin() + "' was lost with the connection",
          "repair again when PostgreSQL answers");
    }
  }

  private MirrorAudit audit() {
    return new MirrorAudit(store, tree, AuditWatch.SILENT, true);
  }
}
