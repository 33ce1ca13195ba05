package org.stellaops.attestor.mirror.audit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;

/**
 * Determines which tiles are damaged by comparing each with its known root and with the files below
 * it. If a tile and the files below it differ, the root shows which of them is right.
 */
final class TileCrossCheck {
  private final AuditReader files;
  private final Collection<DamagedRange> damagedRanges;

  /** Reports damaged files to a list. */
  TileCrossCheck(AuditReader files, Collection<DamagedRange> damagedRanges) {
    this.files = files;
    this.damagedRanges = damagedRanges;
  }

  /** Candidates for a tile's hashes, computed from the files below it. */
  interface ChildHashSource {
    /** The candidates for hash {@code i} of the tile, from the nearest source to the farthest. */
    List<Hash> candidates(Tile tile, int i);
  }

  /** Resolves one full tile whose root is known from its parent. */
  ResolvedTiles resolve(Tile tile, Hash expected, ChildHashSource children) {
    return resolve(List.of(tile), hashes -> hashes.get(0).root(), expected, children);
  }

  /**
   * Resolves tiles of which only a common root is known.
   *
   * @param root the root over the hashes of all of them
   */
  ResolvedTiles resolve(
      List<Tile> tiles,
      Function<List<TileHashes>, Hash> root,
      Hash expected,
      ChildHashSource children) {
    List<AuditedFile<TileHashes>> auditedTiles = tiles.stream().map(files::tile).toList();
    List<TileHashes> read =
        auditedTiles.stream().flatMap(audited -> audited.content().stream()).toList();
    if (read.size() == tiles.size() && root.apply(read).equals(expected)) {
      return new ResolvedTiles(read, true);
    }
    HashRowRecovery row = new HashRowRecovery(candidates(tiles, auditedTiles, children));
    Optional<List<Hash>> recovered = row.recover(r -> root.apply(split(tiles, r)).equals(expected));
    ResolvedTiles resolved =
        new ResolvedTiles(
            split(tiles, recovered.orElseGet(row::mostLikely)), recovered.isPresent());
    reportDamage(auditedTiles, resolved, row);
    return resolved;
  }

  private void reportDamage(
      List<AuditedFile<TileHashes>> auditedTiles, ResolvedTiles resolved, HashRowRecovery row) {
    List<DamagedRange> found = new ArrayList<>();
    for (int i = 0; i < auditedTiles.size(); i++) {
      AuditedFile<TileHashes> audited = auditedTiles.get(i);
      boolean differs = !audited.content().equals(Optional.of(resolved.hashes().get(i)));
      if (differs) {
        found.add(DamagedRange.of(audited.fault().orElse(FileFault.MISMATCH), audited.resource()));
      }
    }
    damagedRanges.addAll(found.isEmpty() ? suspects(auditedTiles, row) : found);
  }

  /**
   * Without a match, reports the tiles that differ from the files below them, or all if none does.
   */
  private static List<DamagedRange> suspects(
      List<AuditedFile<TileHashes>> auditedTiles, HashRowRecovery row) {
    List<DamagedRange> all = new ArrayList<>();
    List<DamagedRange> contradicted = new ArrayList<>();
    int offset = 0;
    for (AuditedFile<TileHashes> audited : auditedTiles) {
      DamagedRange suspect = DamagedRange.of(FileFault.MISMATCH, audited.resource());
      int width = audited.content().map(TileHashes::width).orElse(0);
      all.add(suspect);
      if (IntStream.range(offset, offset + width).anyMatch(row::isContested)) {
        contradicted.add(suspect);
      }
      offset += width;
    }
    return contradicted.isEmpty() ? all : contradicted;
  }

  private static List<List<Hash>> candidates(
      List<Tile> tiles, List<AuditedFile<TileHashes>> auditedTiles, ChildHashSource children) {
    List<List<Hash>> candidates = new ArrayList<>();
    for (int t = 0; t < tiles.size(); t++) {
      for (int i = 0; i < tiles.get(t).width(); i++) {
        int position = i;
        List<Hash> sources = new ArrayList<>();
        auditedTiles.get(t).content().ifPresent(hashes -> sources.add(hashes.get(position)));
        sources.addAll(children.candidates(tiles.get(t), position));
        candidates.add(sources);
      }
    }
    return candidates;
  }

  private static List<TileHashes> split(List<Tile> tiles, List<Hash> row) {
    List<TileHashes> split = new ArrayList<>();
    int offset = 0;
    for (Tile tile : tiles) {
      split.add(TileHashes.of(row.subList(offset, offset + tile.width())));
      offset += tile.width();
    }
    return split;
  }

  /** Candidates from the files directly below, and from those below these. */
  ChildHashSource childFiles(boolean entries) {
    return (tile, i) ->
        tile.level() == 0 ? leafOf(tile, i, entries) : rootOf(childOf(tile, i), entries);
  }

  private List<Hash> leafOf(Tile tile, int i, boolean entries) {
    return entries
        ? files.leaves(bundleOf(tile)).content().map(leaves -> leaves.get(i)).stream().toList()
        : List.of();
  }

  private List<Hash> rootOf(Tile child, boolean entries) {
    List<Hash> roots = new ArrayList<>();
    files.tile(child).content().map(TileHashes::root).ifPresent(roots::add);
    computedFromChildren(child, entries).map(TileHashes::root).ifPresent(roots::add);
    return roots;
  }

  private Optional<TileHashes> computedFromChildren(Tile tile, boolean entries) {
    if (tile.level() == 0) {
      return entries ? files.leaves(bundleOf(tile)).content() : Optional.empty();
    }
    List<Hash> roots =
        IntStream.range(0, tile.width())
            .mapToObj(i -> files.tile(childOf(tile, i)).content().map(TileHashes::root))
            .flatMap(Optional::stream)
            .toList();
    return roots.size() == tile.width() ? Optional.of(TileHashes.of(roots)) : Optional.empty();
  }

  private static EntryBundle bundleOf(Tile tile) {
    return new EntryBundle(tile.index(), tile.width());
  }

  private static Tile childOf(Tile tile, int i) {
    return Tile.full(tile.level() - 1, tile.index() * Resource.FULL + i);
  }
}
