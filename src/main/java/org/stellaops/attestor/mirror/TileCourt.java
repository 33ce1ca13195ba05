package org.stellaops.attestor.mirror;

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
 * Decides from both sides which tiles are bad: from above by the root that they must hash to, from
 * below by what the files under them give. Where a tile and what is under it disagree, the root
 * tells which of the two is right.
 */
final class TileCourt {
  private final AuditedFiles files;
  private final Collection<Damage> damages;

  /** Adds what it finds to {@code damages}. */
  TileCourt(AuditedFiles files, Collection<Damage> damages) {
    this.files = files;
    this.damages = damages;
  }

  /** What is known of a tile's hashes from below. */
  interface Below {
    /** Opinions about hash {@code i} of the tile, from the nearest source to the farthest. */
    List<Hash> opinions(Tile tile, int i);
  }

  /** One full tile, which must hash to what its parent says. */
  Settled settle(Tile tile, Hash expected, Below below) {
    return settle(List.of(tile), hashes -> hashes.get(0).root(), expected, below);
  }

  /**
   * Tiles that only together hash to something known.
   *
   * @param root the root over the hashes of all of them
   */
  Settled settle(
      List<Tile> tiles, Function<List<TileHashes>, Hash> root, Hash expected, Below below) {
    List<Look<TileHashes>> looks = tiles.stream().map(files::tile).toList();
    List<TileHashes> read = looks.stream().flatMap(look -> look.content().stream()).toList();
    if (read.size() == tiles.size() && root.apply(read).equals(expected)) {
      return new Settled(read, true);
    }
    Reconstruction row = new Reconstruction(opinions(tiles, looks, below));
    Optional<List<Hash>> truth = row.find(r -> root.apply(split(tiles, r)).equals(expected));
    Settled settled = new Settled(split(tiles, truth.orElseGet(row::likely)), truth.isPresent());
    report(looks, settled, row);
    return settled;
  }

  private void report(List<Look<TileHashes>> looks, Settled settled, Reconstruction row) {
    List<Damage> found = new ArrayList<>();
    for (int i = 0; i < looks.size(); i++) {
      Look<TileHashes> look = looks.get(i);
      boolean differs = !look.content().equals(Optional.of(settled.hashes().get(i)));
      if (differs) {
        found.add(Damage.of(look.fault().orElse(Fault.MISMATCH), look.resource()));
      }
    }
    damages.addAll(found.isEmpty() ? suspects(looks, row) : found);
  }

  /** Nothing fits: the tiles that something below contradicts, or all if nothing does. */
  private static List<Damage> suspects(List<Look<TileHashes>> looks, Reconstruction row) {
    List<Damage> all = new ArrayList<>();
    List<Damage> contradicted = new ArrayList<>();
    int at = 0;
    for (Look<TileHashes> look : looks) {
      Damage suspect = Damage.of(Fault.MISMATCH, look.resource());
      int width = look.content().map(TileHashes::width).orElse(0);
      all.add(suspect);
      if (IntStream.range(at, at + width).anyMatch(row::isContested)) {
        contradicted.add(suspect);
      }
      at += width;
    }
    return contradicted.isEmpty() ? all : contradicted;
  }

  private static List<List<Hash>> opinions(
      List<Tile> tiles, List<Look<TileHashes>> looks, Below below) {
    List<List<Hash>> opinions = new ArrayList<>();
    for (int t = 0; t < tiles.size(); t++) {
      for (int i = 0; i < tiles.get(t).width(); i++) {
        int place = i;
        List<Hash> of = new ArrayList<>();
        looks.get(t).content().ifPresent(hashes -> of.add(hashes.get(place)));
        of.addAll(below.opinions(tiles.get(t), place));
        opinions.add(of);
      }
    }
    return opinions;
  }

  private static List<TileHashes> split(List<Tile> tiles, List<Hash> row) {
    List<TileHashes> split = new ArrayList<>();
    int at = 0;
    for (Tile tile : tiles) {
      split.add(TileHashes.of(row.subList(at, at + tile.width())));
      at += tile.width();
    }
    return split;
  }

  /** What the files directly below give, and those below them. */
  Below filesBelow(boolean entries) {
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
    fromBelow(child, entries).map(TileHashes::root).ifPresent(roots::add);
    return roots;
  }

  private Optional<TileHashes> fromBelow(Tile tile, boolean entries) {
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
