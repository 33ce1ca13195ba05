package org.stellaops.attestor.mirror.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.stellaops.attestor.mirror.plan.WorkUnit;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;

/**
 * Checks up to 65,536 entries: the entry bundles and tiles under one level-1 tile, that tile, and
 * the partial bundle at the right edge if it follows them. Needs memory for one bundle per thread.
 *
 * @param files reads the files
 * @param scope the files to check
 * @param upperTiles the resolved tiles above level 1
 * @param hasEntries whether entries are mirrored
 * @param parallel whether to use all processors
 */
record UnitAudit(
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
    AuditedFile<TileHashes> bundle = files.leaves(new EntryBundle(leaves.index(), leaves.width()));
    files.listener().onChecked();
    if (!bundle.content().map(upperTiles.hashesOf(leaves)::equals).orElse(false)) {
      damagedRanges.add(
          DamagedRange.of(bundle.fault().orElse(FileFault.MISMATCH), bundle.resource()));
    }
  }
}
