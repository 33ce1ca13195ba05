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
 * The hashes of the files of 256 entries: a level-0 tile, and the entry bundle if entries are
 * mirrored.
 *
 * @param tile the root over the tile's hashes
 * @param bundle the root over the leaf hashes of the entries; empty if entries are not mirrored
 */
record ChildHashes(AuditedFile<Hash> tile, Optional<AuditedFile<Hash>> bundle) {

  static ChildHashes read(AuditReader files, long index, boolean entries) {
    AuditedFile<TileHashes> tile = files.tile(Tile.full(0, index));
    if (!entries) {
      return new ChildHashes(rootOf(tile), Optional.empty());
    }
    AuditedFile<TileHashes> leaves = files.leaves(EntryBundle.full(index));
    AuditedFile<Hash> bundle = rootOf(leaves);
    // equal hashes have the same root, so a good pair needs one computation
    boolean agree = tile.content().isPresent() && tile.content().equals(leaves.content());
    AuditedFile<Hash> rootFromSameLeaves =
        new AuditedFile<>(tile.resource(), bundle.content(), tile.fault());
    return new ChildHashes(agree ? rootFromSameLeaves : rootOf(tile), Optional.of(bundle));
  }

  /** The position of their hash in the parent, 0 to 255. */
  int indexInParent() {
    return (int) (tile.resource().index() % Resource.FULL);
  }

  /** The candidates for their hash in the parent. */
  List<Hash> candidates() {
    List<Hash> candidates = new ArrayList<>(tile.content().stream().toList());
    bundle.flatMap(AuditedFile::content).ifPresent(candidates::add);
    return candidates;
  }

  /** Reports which of the two do not match the parent. */
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
