package org.stellaops.attestor.route.maintenance;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.HeadTransition;
import org.stellaops.attestor.mirror.LogKind;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.VerifiedFile;
import org.stellaops.attestor.mirror.audit.AuditListener;
import org.stellaops.attestor.mirror.audit.AuditReport;
import org.stellaops.attestor.mirror.audit.MirrorAudit;
import org.stellaops.attestor.mirror.audit.RepairPlan;
import org.stellaops.attestor.mirror.audit.UnexpectedFile;
import org.stellaops.attestor.mirror.plan.ExpectedResource;
import org.stellaops.attestor.mirror.store.CheckpointStore;
import org.stellaops.attestor.mirror.store.LogLocks;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.mirror.store.StoredCheckpoint;
import org.stellaops.attestor.route.Operation;
import org.stellaops.attestor.route.WorkCounters;
import org.stellaops.attestor.route.sync.HeadUpdate;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * Repairs the findings of an audit. Files on disk are used only if verified against a root.
 *
 * @param lockTimeout longest wait for another process on the same log
 */
public record Repairs(
    BackendCatalog backends,
    CheckpointStore store,
    MirrorTree tree,
    LogLocks locks,
    Duration lockTimeout) {
  private static final Logger LOG = LoggerFactory.getLogger("attestor.repair");

  /** Starts a repair that has no lock yet. */
  public Operation start(@Variable("backend") String id) {
    return error -> failedReport(id, new WorkCounters(), error);
  }

  /** Acquires the lock of the log, which may be quarantined: its mirror is still served. */
  public RepairOperation begin(@Variable("backend") String id, @Body AuditReport findings) {
    Backend backend = backends.get(id);
    return new RepairOperation(
        backend, locks.acquire(backend.origin(), lockTimeout), findings, this::fail);
  }

  /** The trees with damaged files. */
  public List<AuditReport.TreeDamage> damagedTrees(@Variable("operation") RepairOperation repair) {
    return repair.findings.trees().stream()
        .filter(tree -> !tree.damagedRanges().isEmpty())
        .toList();
  }

  /** Starts the repair of one tree with its signed head, and its right edge if that is on disk. */
  public HeadUpdate beginTree(
      @Variable("operation") RepairOperation repair, @Body AuditReport.TreeDamage damage) {
    TreeHead head = damage.scope().head();
    SignedCheckpoint signed = openStored(repair.backend(), head);
    HeadUpdate update =
        new HeadUpdate(repair.backend(), repair.lock, store.find(repair.backend().origin()));
    update.setCheckpoint(signed, repair.backend().readUrls().get(0).toString());
    update.setTransition(new HeadTransition.Unchanged(signed));
    new MirrorAudit(store, tree, AuditListener.NONE, true)
        .rightEdge(repair.backend(), head)
        .ifPresent(update::setProof);
    return update;
  }

  /** Plans the repair of one tree from its verified right edge. */
  public void plan(
      @Variable("operation") RepairOperation repair,
      @Variable("headUpdate") HeadUpdate update,
      @Body AuditReport.TreeDamage damage) {
    repair.setPlan(
        new RepairPlan(
            repair.backend(), tree, update.rightEdge().orElseThrow(), damage.damagedRanges()));
  }

  /** The damaged tiles above level 0 and at the right edge, from the top down. */
  public Iterator<ExpectedResource> upperTiles(@Variable("operation") RepairOperation repair) {
    return repair.plan().upperTiles();
  }

  /** The damaged entry bundles. */
  public Iterator<ExpectedResource> entryBundles(@Variable("operation") RepairOperation repair) {
    return repair.plan().bundles();
  }

  /** The damaged level-0 tiles; most can be computed from the repaired entry bundles. */
  public Iterator<ExpectedResource> leafTiles(@Variable("operation") RepairOperation repair) {
    return repair.plan().leafTiles();
  }

  /** The file as computed from other files on disk; empty if it must be fetched. */
  public List<VerifiedFile> fromDisk(
      @Variable("operation") RepairOperation repair,
      @Variable("expected") ExpectedResource expected) {
    return repair.plan().fromDisk(expected);
  }

  /**
   * Whether the file could not be computed and must be fetched.
   *
   * @throws AttestorException with {@code incomplete} if the log does not serve such files
   */
  public boolean needsFetch(
      @Variable("operation") RepairOperation repair,
      @Variable("expected") ExpectedResource expected,
      @Body List<VerifiedFile> files) {
    String id = repair.backend().id();
    if (files.isEmpty() && repair.backend().kind() == LogKind.SHARD) {
      throw new AttestorException(
          Failure.INCOMPLETE,
          expected.resource()
              + " cannot be computed from other files, and a Rekor v1 log has no tiles",
          ("download all entries again: stella attestor tiles clear --backend %s"
                  + " && stella attestor sync --backend %s")
              .formatted(id, id));
    }
    return files.isEmpty();
  }

  /** Replaces damaged files with verified ones atomically. */
  public void write(@Variable("operation") RepairOperation repair, @Body List<VerifiedFile> files) {
    repair.lock.requireValid(repair.backend().origin());
    for (VerifiedFile file : files) {
      tree.write(repair.backend().origin(), file);
      repair.counters().countWritten(file.resource(), file.length());
    }
  }

  /** Publishes the mirrored checkpoint again if a named file is damaged or missing. */
  public void republish(@Variable("operation") RepairOperation repair) {
    Optional<LogState> state = store.find(repair.backend().origin());
    if (repair.findings.fileProblems().isEmpty() || state.isEmpty()) {
      return;
    }
    repair.lock.requireValid(repair.backend().origin());
    SignedCheckpoint signed = openStored(repair.backend(), state.get().mirrored());
    tree.publish(repair.backend().origin(), signed.note());
  }

  /** Removes unexpected files that are known to be leftovers of this program. */
  public void removeUnexpected(@Variable("operation") RepairOperation repair) {
    repair.lock.requireValid(repair.backend().origin());
    repair.findings.unexpectedFiles().stream()
        .filter(UnexpectedFile::isRemovable)
        .forEach(unexpected -> tree.remove(repair.backend().origin(), unexpected.path()));
  }

  /** Ends a successful repair and releases the lock. */
  public RepairReport finish(@Variable("operation") RepairOperation repair) {
    repair.lock.close();
    LOG.info(
        "{}: {} findings repaired, {} files written with {} requests",
        repair.backend().id(),
        repair.findings.findingCount(),
        repair.counters().tiles() + repair.counters().entryBundles(),
        repair.counters().requests());
    return new RepairReport(repair.backend().id(), repair.counters(), Optional.empty(), "", "");
  }

  private RepairReport fail(RepairOperation repair, AttestorException error) {
    repair.lock.close();
    return failedReport(repair.backend().id(), repair.counters(), error);
  }

  private static RepairReport failedReport(
      String id, WorkCounters counters, AttestorException error) {
    LOG.error("{}: repair: {}: {}", id, error.failure().label(), error.getMessage());
    return new RepairReport(
        id, counters, Optional.of(error.failure()), error.getMessage(), error.hint());
  }

  /** The stored note of a head, verified again: the database is not trusted. */
  private SignedCheckpoint openStored(Backend backend, TreeHead head) {
    StoredCheckpoint stored = store.requireCheckpoint(backend, head);
    SignedCheckpoint opened = backend.log().open(stored.note().raw(), backends.keys());
    if (!opened.head().equals(head)) {
      throw CheckpointStore.missingNote(backend, head);
    }
    return opened;
  }
}
