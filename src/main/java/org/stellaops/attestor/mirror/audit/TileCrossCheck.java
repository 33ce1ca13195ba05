package org.stellaops.attestor.mirror.audit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;

/**
 * Determines which tiles are damaged by comparing each with its known root and with the files below
 * it. If a tile and the files below it differ, the root shows which of them is right.
 *
 * @param files reads the tiles
 * @param damagedRanges damaged files are added to it
 */
record TileCrossCheck(AuditReader files, Collection<DamagedRange> damagedRanges) {
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

  /**
   * Recovers a row of hashes of which some are damaged. For each position there are candidates:
   * from the file that should have the hash, and computed from the files below it. The right
   * combination is the one that hashes to a known root.
   *
   * @param candidates for each position, from the nearest source to the farthest; empty if there is
   *     no source
   */
  private record HashRowRecovery(List<List<Hash>> candidates) {
    /** Placeholder for a hash without candidates; no file hashes to it. */
    private static final Hash UNKNOWN = Hash.of(new byte[Hash.BYTES]);

    /** With more positions than this, trying all pairs would take seconds. */
    private static final int MAX_POSITIONS_IN_PAIRS = 40;

    /**
     * Searches the row.
     *
     * @param fits whether a row hashes to the known root
     * @return the row; empty if none of those tried fits: the majority or one source at all
     *     positions, with up to two positions from another source
     */
    Optional<List<Hash>> recover(Predicate<List<Hash>> fits) {
      if (candidates.stream().anyMatch(List::isEmpty)) {
        return Optional.empty();
      }
      List<Integer> contested =
          IntStream.range(0, candidates.size()).filter(this::isContested).boxed().toList();
      List<List<Hash>> rows =
          Stream.of(row(each -> each.get(0)), row(each -> each.get(each.size() - 1)), mostLikely())
              .distinct()
              .toList();
      return rows.stream()
          .flatMap(row -> Stream.concat(Stream.of(row), variants(row, contested, 0, 1)))
          .filter(fits)
          .findFirst()
          .or(() ->
              contested.size() > MAX_POSITIONS_IN_PAIRS
                  ? Optional.empty()
                  : rows.stream()
                      .flatMap(row -> variants(row, contested, 0, 2))
                      .filter(fits)
                      .findFirst());
    }

    /** The most frequent candidate at each position; in a tie the one of the nearest source. */
    List<Hash> mostLikely() {
      return row(HashRowRecovery::mostFrequent);
    }

    private List<Hash> row(Function<List<Hash>, Hash> choice) {
      return candidates.stream().map(choice).toList();
    }

    /** Whether the candidates of a position differ. */
    boolean isContested(int position) {
      return candidates.get(position).stream().distinct().count() > 1;
    }

    /** The row with exactly this many contested positions taken from another source. */
    private Stream<List<Hash>> variants(
        List<Hash> row, List<Integer> contested, int begin, int changes) {
      return IntStream.range(begin, contested.size())
          .boxed()
          .flatMap(i -> {
            int position = contested.get(i);
            Stream<List<Hash>> changed =
                candidates.get(position).stream()
                    .distinct()
                    .filter(other -> !other.equals(row.get(position)))
                    .map(other -> with(row, position, other));
            return changes == 1
                ? changed
                : changed.flatMap(next -> variants(next, contested, i + 1, changes - 1));
          });
    }

    private static List<Hash> with(List<Hash> row, int position, Hash hash) {
      List<Hash> changed = new ArrayList<>(row);
      changed.set(position, hash);
      return changed;
    }

    private static Hash mostFrequent(List<Hash> sources) {
      return sources.stream()
          .max(
              Comparator.<Hash>comparingInt(hash -> Collections.frequency(sources, hash))
                  .thenComparingInt(hash -> -sources.indexOf(hash)))
          .orElse(UNKNOWN);
    }
  }
}
