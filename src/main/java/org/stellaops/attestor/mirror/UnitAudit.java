package org.stellaops.attestor.mirror;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;

/**
 * The check of up to 65,536 entries: the bundles and tiles under one level-1 tile, that tile, and
 * the partial bundle at the right edge if it is here. Needs the memory of one bundle for each
 * thread.
 *
 * @param files what to read
 * @param scope what must be there
 * @param upper the tiles above, settled already
 * @param entries whether there are bundles
 * @param parallel whether to use all processors
 */
record UnitAudit(
    AuditedFiles files, AuditScope scope, UpperTiles upper, boolean entries, boolean parallel) {

  /** What is wrong in the unit with this index. */
  List<Damage> check(long unit) {
    List<Damage> damages = new ArrayList<>();
    List<ChildLook> children = children(unit);
    int width = scope.shape().width(1, unit);
    if (width > 0) {
      TileHashes parent = parent(new Tile(1, unit, width), children, damages);
      for (ChildLook child : children) {
        child.judge(
            parent.get(child.place()), (fault, file) -> damages.add(Damage.of(fault, file)));
      }
    }
    if (entries && scope.reachesEdge() && unit == scope.head().size() / WorkUnit.ENTRIES) {
      checkEdgeBundle(damages);
    }
    return Damage.merged(damages);
  }

  private List<ChildLook> children(long unit) {
    LongStream indices = scope.bundles(unit);
    return (parallel ? indices.parallel() : indices).mapToObj(this::look).toList();
  }

  private ChildLook look(long index) {
    ChildLook look = ChildLook.at(files, index, entries);
    files.watch().checked();
    return look;
  }

  private TileHashes parent(Tile tile, List<ChildLook> children, List<Damage> damages) {
    if (tile.isPartial()) {
      return upper.at(tile);
    }
    Hash expected = upper.at(scope.shape().wholeTile(tile.parent())).get(tile.positionInParent());
    Map<Integer, ChildLook> places =
        children.stream().collect(Collectors.toMap(ChildLook::place, child -> child));
    return new TileCourt(files, damages)
        .settle(
            tile,
            expected,
            (parent, i) ->
                Optional.ofNullable(places.get(i)).map(ChildLook::opinions).orElse(List.of()))
        .hashes()
        .get(0);
  }

  private void checkEdgeBundle(List<Damage> damages) {
    Tile leaves = new Tile(0, scope.shape().fullTiles(0), scope.shape().edgeWidth(0));
    Look<TileHashes> bundle = files.leaves(new EntryBundle(leaves.index(), leaves.width()));
    files.watch().checked();
    if (!bundle.content().map(upper.at(leaves)::equals).orElse(false)) {
      damages.add(Damage.of(bundle.fault().orElse(Fault.MISMATCH), bundle.resource()));
    }
  }
}
