package org.stellaops.attestor.mirror.audit;

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
record ChildHashes(AuditedFile<Hash> tile, Optional<AuditedFile<Hash>> bundle) {

  static ChildHashes read(AuditReader files, long index, boolean entries) {
    AuditedFile<TileHashes> tile = files.tile(Tile.full(0, index));
    if (!entries) {
      return new ChildHashes(rootOf(tile), Optional.empty());
    }
    AuditedFile<TileHashes> leaves = files.leaves(EntryBundle.full(index));
    AuditedFile<Hash> bundle = rootOf(leaves);
    // equal hashes have one root, so that a good pair costs one
    boolean agree = tile.content().isPresent() && tile.content().equals(leaves.content());
    AuditedFile<Hash> rootFromSameLeaves =
        new AuditedFile<>(tile.resource(), bundle.content(), tile.fault());
    return new ChildHashes(agree ? rootFromSameLeaves : rootOf(tile), Optional.of(bundle));
  }

  /** Which hash of the parent is theirs: 0 to 255. */
  int indexInParent() {
    return (int) (tile.resource().index() % Resource.FULL);
  }

  /** What they say of their hash in the parent. */
  List<Hash> candidates() {
    List<Hash> candidates = new ArrayList<>(tile.content().stream().toList());
    bundle.flatMap(AuditedFile::content).ifPresent(candidates::add);
    return candidates;
  }

  /** Tells which of the two are not what the parent has. */
  void reportMismatches(Hash expected, BiConsumer<FileFault, Resource> onDamaged) {
    reportMismatches(tile, expected, onDamaged);
    bundle.ifPresent(file -> reportMismatches(file, expected, onDamaged));
  }

  private static void reportMismatches(
      AuditedFile<Hash> file, Hash expected, BiConsumer<FileFault, Resource> onDamaged) {
    if (!file.content().equals(Optional.of(expected))) {
      onDamaged.accept(file.fault().orElse(FileFault.MISMATCH), file.resource());
    }
  }

  private static AuditedFile<Hash> rootOf(AuditedFile<TileHashes> file) {
    return new AuditedFile<>(file.resource(), file.content().map(TileHashes::root), file.fault());
  }
}
