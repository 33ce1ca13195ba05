package org.stellaops.attestor.tlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TileTest {
  /** At 515 and 66,307 a published client left forged tiles unchecked (CVE-2026-56865). */
  @ParameterizedTest
  @ValueSource(ints = {256, 515, 65_536, 66_307})
  void fullTileRootIsInParent(int size) {
    ReferenceTiles tiles = new ReferenceTiles(ReferenceTree.ofNumbers(size), size);
    for (Tile tile : fullTiles(size)) {
      TileHashes content = tiles.read(tile);
      Hash vouchedFor = tiles.read(tile.parent()).get(tile.positionInParent());
      assertThat(content.root()).as("root of %s", tile).isEqualTo(vouchedFor);

      byte[] forged = content.bytes();
      forged[5 * Hash.BYTES] ^= 1;
      assertThat(TileHashes.read(tile, forged).root()).isNotEqualTo(vouchedFor);
    }
  }

  @Test
  void parentIsAsWideAsNeeded() {
    assertThat(Tile.full(0, 0).parent()).isEqualTo(new Tile(1, 0, 1));
    assertThat(Tile.full(0, 255).parent()).isEqualTo(new Tile(1, 0, 256));
    assertThat(Tile.full(0, 256).parent()).isEqualTo(new Tile(1, 1, 1));
    assertThat(Tile.full(1, 18_964).parent()).isEqualTo(new Tile(2, 74, 21));
    assertThat(Tile.full(0, (1L << 55) - 1).parent()).isEqualTo(new Tile(1, (1L << 47) - 1, 256));
  }

  @Test
  void partialAndFullTileShareIndex() {
    Tile partial = new Tile(1, 7, 3);
    assertThat(partial.isPartial()).isTrue();
    assertThat(partial.byteCount()).isEqualTo(96);
    assertThat(partial.full()).isEqualTo(Tile.full(1, 7));
    assertThat(partial.full().isPartial()).isFalse();
    assertThat(partial.full().byteCount()).isEqualTo(8192);
  }

  @Test
  void bundleAndLeafTileShareIndex() {
    EntryBundle partial = new EntryBundle(7, 3);
    assertThat(partial.leaves()).isEqualTo(new Tile(0, 7, 3));
    assertThat(partial.full()).isEqualTo(EntryBundle.full(7));
    assertThat(partial.full().leaves()).isEqualTo(Tile.full(0, 7));
    assertThat(EntryBundle.MAX_BYTES).isEqualTo(256 * 65_537);
  }

  private static List<Tile> fullTiles(int size) {
    List<Tile> tiles = new ArrayList<>();
    for (int level = 0; size >> 8 * level > 0; level++) {
      int l = level;
      LongStream.range(0, size >> 8 * (level + 1))
          .mapToObj(index -> Tile.full(l, index))
          .forEach(tiles::add);
    }
    return tiles;
  }
}
