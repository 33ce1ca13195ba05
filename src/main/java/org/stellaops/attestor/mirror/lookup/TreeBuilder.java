package org.stellaops.attestor.mirror.lookup;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.tlog.Entries;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;
import org.stellaops.attestor.tlog.TreeHashes;
import org.stellaops.attestor.tlog.TreeHead;
import org.stellaops.attestor.tlog.TreeShape;

/**
 * Builds the tiles over entry bundles in a {@link TreeBuildStore}. Hashes left of the first bundle
 * are read from the mirror, so the cost depends on the new entries only.
 */
public final class TreeBuilder {
  private final TreeBuildStore buildStore;
  private final MirrorTree mirror;
  private final Origin origin;
  private final TreeHead head;
  private final long from;
  private final List<OpenTile> openTiles = new ArrayList<>();

  /**
   * Builds the tree of this head.
   *
   * @param covered number of entries from the left that the mirror has
   */
  public TreeBuilder(
      TreeBuildStore buildStore, MirrorTree mirror, Origin origin, TreeHead head, long covered) {
    this.buildStore = buildStore;
    this.mirror = mirror;
    this.origin = origin;
    this.head = head;
    this.from = covered / Resource.FULL * Resource.FULL;
  }

  /** The entry bundles that the store must have, from the left. */
  public List<EntryBundle> bundles() {
    TreeShape shape = new TreeShape(head.size());
    return LongStream.range(from / Resource.FULL, shape.tiles(0))
        .mapToObj(index -> new EntryBundle(index, shape.width(0, index)))
        .toList();
  }

  /**
   * Writes all tiles over the entry bundles.
   *
   * @throws AttestorException with {@code bad_tile} if they do not hash to the head's root; the
   *     tree is deleted then
   */
  public void build() {
    for (int level = 1; from >> Byte.SIZE * level > 0; level++) {
      openTile(level);
    }
    for (EntryBundle bundle : bundles()) {
      Entries entries = Entries.read(bundle, buildStore.read(origin, bundle).orElseThrow());
      TileHashes leaves = entries.leafHashes();
      for (int i = 0; i < leaves.width(); i++) {
        append(0, leaves.get(i));
      }
    }
    for (int level = 0; level < openTiles.size(); level++) {
      openTile(level).writePartial(level);
    }
    if (!new TreeHashes(this::read).root(head.size()).equals(head.root())) {
      buildStore.delete(origin);
      throw new AttestorException(
          Failure.BAD_TILE,
          "the downloaded entries do not hash to the signed root of size " + head.size(),
          "they were deleted, and the next cycle downloads them again");
    }
  }

  private void append(int level, Hash hash) {
    OpenTile openTile = openTile(level);
    openTile.hashes.add(hash);
    if (openTile.hashes.size() == Resource.FULL) {
      append(level + 1, openTile.writeFull(level));
    }
  }

  private OpenTile openTile(int level) {
    while (openTiles.size() <= level) {
      openTiles.add(new OpenTile(openTiles.size()));
    }
    return openTiles.get(level);
  }

  private TileHashes read(Tile tile) {
    Tile whole = new TreeShape(head.size()).wholeTile(tile);
    return buildStore
        .read(origin, whole)
        .map(bytes -> TileHashes.read(whole, bytes))
        .or(() -> mirror.tile(origin, whole))
        .orElseThrow(() -> missing(whole));
  }

  private static AttestorException missing(Tile tile) {
    return new AttestorException(
        Failure.INCOMPLETE,
        "the mirror does not have " + tile + ", which new tiles depend on",
        "delete the mirror, so that it is downloaded again: stella attestor tiles clear");
  }

  /** The tile of a level that is being built. */
  private final class OpenTile {
    private final List<Hash> hashes = new ArrayList<>();
    private long index;

    OpenTile(int level) {
      long before = from >> Byte.SIZE * level;
      index = before / Resource.FULL;
      int width = (int) (before % Resource.FULL);
      if (level > 0 && width > 0) {
        Tile tile = new Tile(level, index, width);
        TileHashes existing = mirror.tile(origin, tile).orElseThrow(() -> missing(tile));
        for (int i = 0; i < width; i++) {
          hashes.add(existing.get(i));
        }
      }
    }

    Hash writeFull(int level) {
      TileHashes tile = TileHashes.of(hashes);
      buildStore.write(origin, Tile.full(level, index), tile.bytes());
      index++;
      hashes.clear();
      return tile.root();
    }

    void writePartial(int level) {
      if (!hashes.isEmpty()) {
        buildStore.write(
            origin, new Tile(level, index, hashes.size()), TileHashes.of(hashes).bytes());
      }
    }
  }
}
