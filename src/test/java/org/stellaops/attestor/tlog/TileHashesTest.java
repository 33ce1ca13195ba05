package org.stellaops.attestor.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TileHashesTest {
  private static final ReferenceTree TREE = ReferenceTree.ofNumbers(256);
  private static final List<Hash> LEAVES = IntStream.range(0, 256).mapToObj(TREE::leaf).toList();
  private static final TileHashes FULL = TileHashes.of(LEAVES);

  @Test
  void lengthFollowsFromWidth() {
    for (int width = 1; width <= 256; width++) {
      Tile tile = new Tile(0, 0, width);
      byte[] bytes = Arrays.copyOf(FULL.bytes(), 32 * width);
      TileHashes read = TileHashes.read(tile, bytes);
      assertThat(read.width()).isEqualTo(width);
      assertThat(read.bytes()).isEqualTo(bytes);
      assertThat(read).isEqualTo(FULL.first(width)).hasSameHashCodeAs(FULL.first(width));
      assertThat(read).isEqualTo(TileHashes.of(LEAVES.subList(0, width)));
      for (int by : new int[] {-32, -1, 1, 32}) {
        assertThatThrownBy(() -> TileHashes.read(tile, new byte[tile.byteCount() + by]))
            .isInstanceOf(MalformedException.class)
            .hasMessageContaining(tile.path());
      }
    }
  }

  @Test
  void rejectsInvalidNumberOfHashes() {
    assertThatThrownBy(() -> TileHashes.of(List.of())).isInstanceOf(MalformedException.class);
    List<Hash> tooMany = new ArrayList<>(LEAVES);
    tooMany.add(Rfc6962.EMPTY);
    assertThatThrownBy(() -> TileHashes.of(tooMany)).isInstanceOf(MalformedException.class);
  }

  @Test
  void keepsOrderOfHashes() {
    assertThat(IntStream.range(0, 256).mapToObj(FULL::get)).isEqualTo(LEAVES);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 3, 4, 256})
  void rejectsIndexOutOfRange(int i) {
    TileHashes three = FULL.first(3);
    assertThatThrownBy(() -> three.get(i)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void rootMatchesRfcForEveryWidth() {
    for (int width = 1; width <= 256; width++) {
      TileHashes tile = FULL.first(width);
      assertThat(tile.root()).as("%d hashes", width).isEqualTo(TREE.root(width));
      for (int from = 0; from < width; from += 7) {
        assertThat(tile.root(from, width - from)).isEqualTo(TREE.mth(from, width));
        assertThat(tile.root(from, 1)).isEqualTo(tile.get(from));
      }
    }
  }

  @Test
  void computingRootDoesNotChangeHashes() {
    TileHashes tile = FULL.first(255);
    byte[] before = tile.bytes();
    tile.root();
    assertThat(tile.bytes()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0, -1",
    "0, 256",
    "254, 2",
    "255, 1",
    "-1, 1",
    "-1, 2",
    "2147483647, 1",
    "1, 2147483647",
    "0, -2147483648",
  })
  void rejectsRootOfRangeOutsideTile(int from, int count) {
    TileHashes tile = FULL.first(255);
    assertThatThrownBy(() -> tile.root(from, count)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 4, 257})
  void rejectsInvalidPrefixWidth(int width) {
    TileHashes three = FULL.first(3);
    assertThatThrownBy(() -> three.first(width)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tileIsImmutable() {
    byte[] given = FULL.bytes();
    List<Hash> list = new ArrayList<>(LEAVES);
    TileHashes read = TileHashes.read(Tile.full(0, 0), given);
    TileHashes made = TileHashes.of(list);
    given[0] ^= 1;
    list.set(0, Rfc6962.EMPTY);
    read.bytes()[0] ^= 1;
    assertThat(read).isEqualTo(FULL);
    assertThat(made).isEqualTo(FULL);
  }

  @Test
  void differsByOneBitOrOneHash() {
    byte[] bytes = FULL.bytes();
    bytes[8191] ^= 1;
    assertThat(FULL).isNotEqualTo(TileHashes.read(Tile.full(0, 0), bytes));
    assertThat(FULL).isNotEqualTo(FULL.first(255));
    assertThat(FULL.first(1)).isNotEqualTo(LEAVES.get(0));
  }

  @Test
  void printsWidthAndFirstHash() {
    assertThat(FULL.first(3)).hasToString("3 hashes from " + LEAVES.get(0));
  }
}
