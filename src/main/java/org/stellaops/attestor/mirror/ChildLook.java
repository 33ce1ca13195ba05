package org.stellaops.attestor.mirror;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;

/**
 * What the files of 256 entries hash to: a level-0 tile, and the entry bundle where entries are
 * mirrored.
 *
 * @param tile the root over the tile's hashes
 * @param bundle the root over the leaf hashes of the entries; empty if there are no bundles
 */
record ChildLook(Look<Hash> tile, Optional<Look<Hash>> bundle) {

  static ChildLook at(AuditedFiles files, long index, boolean entries) {
    Look<TileHashes> tile = files.tile(Tile.full(0, index));
    if (!entries) {
      return new ChildLook(root(tile), Optional.empty());
    }
    Look<TileHashes> leaves = files.leaves(EntryBundle.full(index));
    Look<Hash> bundle = root(leaves);
    // equal hashes have one root, so that a good pair costs one
    boolean agree = tile.content().isPresent() && tile.content().equals(leaves.content());
    Look<Hash> same = new Look<>(tile.resource(), bundle.content(), tile.fault());
    return new ChildLook(agree ? same : root(tile), Optional.of(bundle));
  }

  /** Which hash of the parent is theirs: 0 to 255. */
  int place() {
    return (int) (tile.resource().index() % Resource.FULL);
  }

  /** What they say of their hash in the parent. */
  List<Hash> opinions() {
    List<Hash> opinions = new ArrayList<>(tile.content().stream().toList());
    bundle.flatMap(Look::content).ifPresent(opinions::add);
    return opinions;
  }

  /** Tells which of the two are not what the parent has. */
  void judge(Hash expected, BiConsumer<Fault, Resource> bad) {
    judge(tile, expected, bad);
    bundle.ifPresent(look -> judge(look, expected, bad));
  }

  private static void judge(Look<Hash> look, Hash expected, BiConsumer<Fault, Resource> bad) {
    if (!look.content().equals(Optional.of(expected))) {
      bad.accept(look.fault().orElse(Fault.MISMATCH), look.resource());
    }
  }

  private static Look<Hash> root(Look<TileHashes> look) {
    return new Look<>(look.resource(), look.content().map(TileHashes::root), look.fault());
  }
}
