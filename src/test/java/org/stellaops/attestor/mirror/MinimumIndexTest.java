package org.stellaops.attestor.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TreeShape;

class MinimumIndexTest {
  private static final long SIZE = 200_000;

  /** As the specification has it: the end index of what may go is at most the minimum index. */
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 255, 256, 257, 65_535, 65_536, 65_537, 131_072, 199_999, SIZE})
  void withholdsOnlyFullFilesLeftOfIndex(long value) {
    MinimumIndex minimum = new MinimumIndex(value);
    TreeShape shape = new TreeShape(SIZE);
    long withheld = 0;
    for (int level = 0; level < shape.levels(); level++) {
      for (long index = 0; index < shape.fullTiles(level); index++) {
        boolean ended = (index + 1) << 8 * (level + 1) <= value;
        assertThat(minimum.withholds(Tile.full(level, index))).isEqualTo(ended);
        withheld += ended ? 1 : 0;
      }
    }
    assertThat(minimum.withheld(shape)).isEqualTo(withheld);
    assertThat(LongStream.range(0, shape.fullTiles(0)))
        .allMatch(index ->
            minimum.withholds(EntryBundle.full(index)) == ((index + 1) * Resource.FULL <= value));
  }

  @Test
  void neverWithholdsPartialFiles() {
    MinimumIndex minimum = new MinimumIndex(SIZE);

    assertThat(new TreeShape(SIZE).partials()).noneMatch(minimum::withholds);
    assertThat(minimum.withholds(new EntryBundle(0, 255))).isFalse();
  }

  @Test
  void handlesLargestIndexAtEveryLevel() {
    MinimumIndex minimum = new MinimumIndex(Long.MAX_VALUE);

    assertThat(minimum.withheld(6)).isEqualTo(127);
    assertThat(minimum.withheld(7)).isZero();
    assertThat(minimum.withheld(63)).isZero();
  }
}
