package org.stellaops.attestor.mirror;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinTask;
import java.util.stream.LongStream;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * Hashes again everything that a mirror holds, from the entries to the signed root, and lists all
 * that is not as it must be. Reads only, and needs no lock: a cycle may write meanwhile.
 *
 * @param store what we hold true of the log
 * @param tree its files
 * @param watch who watches
 * @param parallel whether to use all processors
 */
public record MirrorAudit(
    CheckpointStore store, MirrorTree tree, AuditWatch watch, boolean parallel) {
  /** Heads between the mirrored and the pending one that are tried as the root of what is new. */
  private static final int MOST_HEADS = 100;

  /**
   * Audits the mirror of one log.
   *
   * @param now temporary files that are much older are left over
   * @throws AttestorException with {@code incomplete} before first contact
   */
  public AuditReport run(Backend backend, Instant now) {
    LogState begin = LogState.of(store, backend);
    List<AuditScope> scopes = scopes(backend, begin);
    watch.begin(scopes.stream().mapToLong(AuditScope::amount).sum());
    // the names are looked through beside the hashing, which leaves no processor waiting
    ForkJoinTask<List<Stray>> looked =
        ForkJoinTask.adapt(() -> StrayAudit.find(tree, begin, now.minus(StrayAudit.UNFINISHED)));
    if (parallel) {
      looked.fork();
    }
    List<AuditReport.TreeDamage> trees =
        scopes.stream().map(scope -> check(backend, scope)).toList();
    List<Stray> strays = parallel ? looked.join() : looked.invoke();
    Optional<String> published = published(backend, begin);
    LogState end = LogState.of(store, backend);
    return new AuditReport(
        backend.id(),
        begin.mirrored(),
        begin.present(),
        trees.stream().map(damage -> stillDue(damage, end)).toList(),
        published.flatMap(wrong -> published(backend, end)),
        strays.stream().filter(stray -> StrayAudit.reason(stray.path(), end).isPresent()).toList());
  }

  /** Checks the part of one tree. */
  AuditReport.TreeDamage check(Backend backend, AuditScope scope) {
    AuditedFiles files = new AuditedFiles(tree, backend.origin(), watch);
    List<Damage> damages = Collections.synchronizedList(new ArrayList<>());
    UpperTiles upper = UpperTiles.settle(files, scope, backend.mirrorEntries(), damages);
    UnitAudit audit = new UnitAudit(files, scope, upper, backend.mirrorEntries(), parallel);
    LongStream units = parallel ? scope.units().parallel() : scope.units();
    units.forEach(unit -> damages.addAll(audit.check(unit)));
    return new AuditReport.TreeDamage(scope, Damage.merged(damages));
  }

  /** The right edge of a tree from disk, as far as it can be proved; empty if it cannot. */
  public Optional<ProvedTiles> edge(Backend backend, TreeHead head) {
    AuditedFiles files = new AuditedFiles(tree, backend.origin(), watch);
    UpperTiles edge =
        UpperTiles.edge(
            files,
            AuditScope.all(head, new MinimumIndex(0)),
            backend.mirrorEntries(),
            new ArrayList<>());
    return edge.proved() ? Optional.of(edge.provedEdge()) : Optional.empty();
  }

  /** What the mirrored head commits to, and what is covered beyond it. */
  private List<AuditScope> scopes(Backend backend, LogState state) {
    List<AuditScope> scopes = new ArrayList<>();
    if (state.mirrored().size() > 0) {
      scopes.add(AuditScope.all(state.mirrored(), state.minimum()));
    }
    if (state.covered() > state.mirrored().size()) {
      scopes.add(
          AuditScope.of(
              over(backend, state), state.mirrored().size(), state.covered(), state.minimum()));
    }
    return scopes;
  }

  /**
   * The newest head over what is covered whose right edge is on disk: a cycle that ended early may
   * have accepted a newer one and not have written its edge.
   */
  private TreeHead over(Backend backend, LogState state) {
    return store.history(backend.origin(), MOST_HEADS).stream()
        .map(StoredCheckpoint::head)
        .filter(head -> head.size() >= state.covered() && head.size() <= state.pending().size())
        .filter(head -> edge(backend, head).isPresent())
        .findFirst()
        .orElse(state.pending());
  }

  /** Without files that are pruned meanwhile, or that a cycle has replaced by wider ones. */
  private static AuditReport.TreeDamage stillDue(AuditReport.TreeDamage found, LogState end) {
    return new AuditReport.TreeDamage(
        found.scope(),
        Damage.merged(
            found.damages().stream()
                .flatMap(damage ->
                    damage
                        .resources()
                        .filter(file -> isDue(file, end))
                        .map(file -> Damage.of(damage.fault(), file)))
                .toList()));
  }

  private static boolean isDue(Resource file, LogState end) {
    return StrayAudit.reason(file.path(), end).filter(Stray.Reason::isPrunable).isEmpty();
  }

  private Optional<String> published(Backend backend, LogState state) {
    Optional<byte[]> raw = tree.published(backend.origin());
    boolean due = state.mirrored().size() > 0 || state.complete();
    if (raw.isEmpty()) {
      return due ? Optional.of("is missing") : Optional.empty();
    }
    try {
      TreeHead head = backend.log().open(raw.get(), List.of()).head();
      return head.equals(state.mirrored())
          ? Optional.empty()
          : Optional.of("is of size " + head.size() + ", the mirrored head " + state.mirrored());
    } catch (AttestorException e) {
      return Optional.of("is refused: " + e.getMessage());
    }
  }
}
