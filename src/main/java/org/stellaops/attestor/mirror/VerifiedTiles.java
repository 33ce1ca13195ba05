package org.stellaops.attestor.mirror;

import java.util.List;
import java.util.Map;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;
import org.stellaops.attestor.tlog.TileSource;
import org.stellaops.attestor.tlog.TreeHead;
import org.stellaops.attestor.tlog.TreeShape;

/**
 * Tiles that were verified to belong to a tree.
 *
 * @param head the tree
 * @param tiles its right edge and possibly others, each with the width that it has in this tree
 */
public record VerifiedTiles(TreeHead head, Map<Tile, TileHashes> tiles) implements TileSource {
  /** Copies the map. */
  public VerifiedTiles {
    tiles = Map.copyOf(tiles);
  }

  /** The tiles as files that may get their final names. */
  public List<VerifiedFile> files() {
    return tiles.entrySet().stream()
        .map(tile -> new VerifiedFile(tile.getKey(), tile.getValue().bytes()))
        .toList();
  }

  @Override
  public TileHashes read(Tile tile) {
    TileHashes hashes = tiles.get(new TreeShape(head.size()).wholeTile(tile));
    if (hashes == null) {
      throw new IllegalStateException(tile + " was not part of the proof");
    }
    return hashes;
  }
}
