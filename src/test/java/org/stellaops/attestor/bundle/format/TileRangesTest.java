package org.stellaops.attestor.bundle.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.TestBackends;
import org.stellaops.attestor.mirror.VerifiedTiles;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.tlog.TreeHead;
import org.stellaops.attestor.tlog.UniformTree;

/** The order of the files in volumes of a tree with four levels, as in docs/bundle-format.md. */
class TileRangesTest {
  private static final long LEVEL_2 = 1L << 24;
  private static final long SIZE = LEVEL_2 + 1_000;

  private final UniformTree tree = new UniformTree(SIZE);
  private final TreeHead head = new TreeHead(SIZE, tree.mth(SIZE));

  @Test
  void parentsPrecedeTheirChildren() {
    assertThat(ranges(BundleContent.ENTRIES, LEVEL_2 - 512, LEVEL_2))
        .containsExactly(
            "PARENT tile/2/000",
            "PARENT tile/1/255",
            "LEAVES tile/0/x065/534 tile/0/x065/535",
            "ENTRIES tile/entries/x065/534 tile/entries/x065/535");
  }

  /** The partial tiles are proof tiles, and the full tile above is in an earlier volume. */
  @Test
  void lastVolumeEndsWithThePartialEntryBundle() {
    assertThat(ranges(BundleContent.ENTRIES, LEVEL_2, SIZE))
        .containsExactly(
            "LEAVES tile/0/x065/536 tile/0/x065/537 tile/0/x065/538",
            "ENTRIES tile/entries/x065/536 tile/entries/x065/537 tile/entries/x065/538"
                + " tile/entries/x065/539.p/232");
  }

  @Test
  void volumeHasOnlyFilesOfItsRange() {
    assertThat(ranges(BundleContent.TILES, 65_536 - 256, 65_536 + 256))
        .containsExactly(
            "PARENT tile/2/000",
            "PARENT tile/1/000",
            "LEAVES tile/0/255",
            "PARENT tile/1/001",
            "LEAVES tile/0/256");
  }

  @Test
  void checkpointsBundleHasNoRanges() {
    assertThat(ranges(BundleContent.CHECKPOINTS, SIZE, SIZE)).isEmpty();
  }

  private List<String> ranges(BundleContent content, long from, long to) {
    VerifiedTiles verified = new BundleConsistencyProof(head, List.of()).verify(tree);
    FakeLog log = FakeLog.named("ranges.example");
    Backend backend = TestBackends.tiles("log", log.identity(), "file:/log/", true);
    TileRanges ranges = new TileRanges(backend, content, from, to, verified, tree);
    List<String> result = new ArrayList<>();
    while (ranges.hasNext()) {
      TileRange range = ranges.next();
      StringBuilder line = new StringBuilder(range.kind().name());
      range.expected().forEach(file -> line.append(' ').append(file.resource().path()));
      result.add(line.toString());
    }
    assertThatThrownBy(ranges::next).isInstanceOf(NoSuchElementException.class);
    return result;
  }
}
