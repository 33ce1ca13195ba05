package org.stellaops.attestor.mirror.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ForkJoinTask;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.MinimumIndex;
import org.stellaops.attestor.mirror.MirrorLayout.NamedFile;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.VerifiedTiles;
import org.stellaops.attestor.mirror.plan.WorkUnit;
import org.stellaops.attestor.mirror.store.CheckpointStore;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.mirror.store.StoredCheckpoint;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * Verifies all files of a mirror, from the entries to the signed root, and reports what is damaged,
 * missing or unexpected. It only reads and needs no lock: a cycle may write meanwhile.
 *
 * @param checkpointStore the states and checkpoints of the logs
 * @param tree the mirrors
 * @param listener receives the progress
 * @param parallel whether to use all processors
 */
public record MirrorAudit(
    CheckpointStore checkpointStore, MirrorTree tree, AuditListener listener, boolean parallel) {
  /** The maximum number of heads that are tried as the root of files beyond the mirrored head. */
  private static final int MAX_HEADS = 100;

  /**
   * Audits the mirror of one log.
   *
   * @param now the current time; temporary files older than 10 minutes are reported
   * @throws AttestorException with {@code incomplete} before first contact
   */
  public AuditReport run(Backend backend, Instant now) {
    LogState begin = LogState.require(checkpointStore, backend);
    List<AuditScope> scopes = scopes(backend, begin);
    listener.onStart(scopes.stream().mapToLong(AuditScope::bundleCount).sum());
    // listing the files in parallel with hashing uses an otherwise idle processor
    ForkJoinTask<List<UnexpectedFile>> scanTask =
        ForkJoinTask.adapt(
            () -> UnexpectedFileScan.find(tree, begin, now.minus(UnexpectedFileScan.STALE_AFTER)));
    if (parallel) {
      scanTask.fork();
    }
    List<AuditReport.TreeDamage> trees =
        scopes.stream().map(scope -> check(backend, scope)).toList();
    List<UnexpectedFile> unexpectedFiles = parallel ? scanTask.join() : scanTask.invoke();
    Map<NamedFile, String> fileProblems = fileProblems(backend, begin);
    LogState end = LogState.require(checkpointStore, backend);
    fileProblems.keySet().retainAll(fileProblems(backend, end).keySet());
    return new AuditReport(
        backend.id(),
        begin.mirrored(),
        begin.presentEntries(),
        trees.stream().map(damage -> withoutResolved(damage, end)).toList(),
        fileProblems,
        unexpectedFiles.stream()
            .filter(file -> UnexpectedFileScan.reasonFor(file.path(), end).isPresent())
            .toList());
  }

  /** Checks a part of one tree. */
  AuditReport.TreeDamage check(Backend backend, AuditScope scope) {
    AuditReader files = new AuditReader(tree, backend.origin(), listener);
    List<DamagedRange> damagedRanges = Collections.synchronizedList(new ArrayList<>());
    UpperTileCheck upperTiles =
        new UpperTileCheck(files, scope, backend.mirrorEntries(), damagedRanges).checkFullTiles();
    UnitAudit audit = new UnitAudit(files, scope, upperTiles, backend.mirrorEntries(), parallel);
    LongStream units = parallel ? scope.units().parallel() : scope.units();
    units.forEach(unit -> damagedRanges.addAll(audit.check(unit)));
    return new AuditReport.TreeDamage(scope, DamagedRange.merge(damagedRanges));
  }

  /** The verified right edge of a tree from disk; empty if it does not hash to the root. */
  public Optional<VerifiedTiles> rightEdge(Backend backend, TreeHead head) {
    AuditReader files = new AuditReader(tree, backend.origin(), listener);
    AuditScope scope = AuditScope.all(head, new MinimumIndex(0));
    UpperTileCheck rightEdge =
        new UpperTileCheck(files, scope, backend.mirrorEntries(), new ArrayList<>());
    return rightEdge.isVerified() ? Optional.of(rightEdge.verifiedRightEdge()) : Optional.empty();
  }

  /** The tree of the mirrored head, and the covered part beyond it. */
  private List<AuditScope> scopes(Backend backend, LogState state) {
    List<AuditScope> scopes = new ArrayList<>();
    if (state.mirrored().size() > 0) {
      scopes.add(AuditScope.all(state.mirrored(), state.minimum()));
    }
    if (state.covered() > state.mirrored().size()) {
      scopes.add(
          AuditScope.of(
              newestHeadOnDisk(backend, state),
              state.mirrored().size(),
              state.covered(),
              state.minimum()));
    }
    return scopes;
  }

  /**
   * The newest head that includes the covered entries and whose right edge is on disk: a cycle that
   * ended early may have accepted a newer one without writing its right edge.
   */
  private TreeHead newestHeadOnDisk(Backend backend, LogState state) {
    return checkpointStore.history(backend.origin(), MAX_HEADS).stream()
        .map(StoredCheckpoint::head)
        .filter(head -> head.size() >= state.covered() && head.size() <= state.pending().size())
        .filter(head -> rightEdge(backend, head).isPresent())
        .findFirst()
        .orElse(state.pending());
  }

  /** Without files that were pruned meanwhile or replaced by wider ones. */
  private static AuditReport.TreeDamage withoutResolved(
      AuditReport.TreeDamage found, LogState end) {
    return new AuditReport.TreeDamage(
        found.scope(),
        DamagedRange.merge(
            found.damagedRanges().stream()
                .flatMap(damage ->
                    damage
                        .resources()
                        .filter(file -> isStillExpected(file, end))
                        .map(file -> DamagedRange.of(damage.fault(), file)))
                .toList()));
  }

  private static boolean isStillExpected(Resource file, LogState end) {
    return UnexpectedFileScan.reasonFor(file.path(), end)
        .filter(UnexpectedFile.Reason::isPrunable)
        .isEmpty();
  }

  private Map<NamedFile, String> fileProblems(Backend backend, LogState state) {
    boolean expected = state.mirrored().size() > 0 || state.isComplete();
    Map<NamedFile, String> problems = new EnumMap<>(NamedFile.class);
    for (NamedFile file : NamedFile.values()) {
      Optional<byte[]> content = tree.read(backend.origin(), file);
      if (content.isPresent()) {
        file.problem(backend, state.mirrored(), content.get())
            .ifPresent(problem -> problems.put(file, problem));
      } else if (expected) {
        problems.put(file, "is missing");
      }
    }
    return problems;
  }

  /**
   * Checks up to 65,536 entries: the entry bundles and tiles under one level-1 tile, that tile, and
   * the partial bundle at the right edge if it follows them. Needs memory for one bundle per
   * thread.
   *
   * @param files reads the files
   * @param scope the files to check
   * @param upperTiles the resolved tiles above level 1
   * @param hasEntries whether entries are mirrored
   * @param parallel whether to use all processors
   */
  private record UnitAudit(
      AuditReader files,
      AuditScope scope,
      UpperTileCheck upperTiles,
      boolean hasEntries,
      boolean parallel) {

    /** The damaged files of the unit with this index. */
    List<DamagedRange> check(long unit) {
      List<DamagedRange> damagedRanges = new ArrayList<>();
      List<ChildHashes> children = children(unit);
      int width = scope.shape().width(1, unit);
      if (width > 0) {
        TileHashes parent = parent(new Tile(1, unit, width), children, damagedRanges);
        for (ChildHashes child : children) {
          child.reportMismatches(
              parent.get(child.indexInParent()),
              (fault, file) -> damagedRanges.add(DamagedRange.of(fault, file)));
        }
      }
      if (hasEntries
          && scope.reachesRightEdge()
          && unit == scope.head().size() / WorkUnit.MAX_ENTRIES) {
        checkRightEdgeBundle(damagedRanges);
      }
      return DamagedRange.merge(damagedRanges);
    }

    private List<ChildHashes> children(long unit) {
      LongStream indices = scope.bundles(unit);
      return (parallel ? indices.parallel() : indices).mapToObj(this::readChild).toList();
    }

    private ChildHashes readChild(long index) {
      ChildHashes child = ChildHashes.read(files, index, hasEntries);
      files.listener().onChecked();
      return child;
    }

    private TileHashes parent(
        Tile tile, List<ChildHashes> children, List<DamagedRange> damagedRanges) {
      if (tile.isPartial()) {
        return upperTiles.hashesOf(tile);
      }
      Hash expected =
          upperTiles.hashesOf(scope.shape().wholeTile(tile.parent())).get(tile.positionInParent());
      Map<Integer, ChildHashes> childrenByIndex =
          children.stream().collect(Collectors.toMap(ChildHashes::indexInParent, child -> child));
      return new TileCrossCheck(files, damagedRanges)
          .resolve(
              tile,
              expected,
              (parent, i) ->
                  Optional.ofNullable(childrenByIndex.get(i))
                      .map(ChildHashes::candidates)
                      .orElse(List.of()))
          .hashes()
          .get(0);
    }

    private void checkRightEdgeBundle(List<DamagedRange> damagedRanges) {
      Tile leaves = new Tile(0, scope.shape().fullTiles(0), scope.shape().rightEdgeWidth(0));
      AuditedFile<TileHashes> bundle =
          files.leaves(new EntryBundle(leaves.index(), leaves.width()));
      files.listener().onChecked();
      if (!bundle.content().map(upperTiles.hashesOf(leaves)::equals).orElse(false)) {
        damagedRanges.add(
            DamagedRange.of(bundle.fault().orElse(FileFault.MISMATCH), bundle.resource()));
      }
    }
  }
}
