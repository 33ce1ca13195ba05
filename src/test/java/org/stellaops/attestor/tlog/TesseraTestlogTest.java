package org.stellaops.attestor.tlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The bytes of a log that others wrote: transparency-dev/tessera's test log, sizes 0 to 15. */
class TesseraTestlogTest {
  private static final Path LOG = Path.of("src/test/resources/tlog/tessera-testlog");
  private static final int LAST = 15;

  @BeforeEach
  void testlogIsPresent() {}

  @Test
  void bundlesTilesAndRootsMatchAtEverySize() throws IOException {
    for (int size = 1; size <= LAST; size++) {
      EntryBundle bundle = new EntryBundle(0, size);
      Entries entries = Entries.read(bundle, bytes(bundle));
      TileHashes leaves = tile(bundle.leaves());
      assertThat(entries.leafHashes()).isEqualTo(leaves);
      assertThat(entries.bytes()).isEqualTo(bytes(bundle));
      assertThat(new TreeHashes(tile -> leaves).root(size)).isEqualTo(checkpoint(size).root());
    }
    assertThat(checkpoint(0)).isEqualTo(TreeHead.EMPTY);
  }

  @Test
  void provesEveryGrowthAndEveryLeaf() throws IOException {
    TileHashes leaves = tile(new Tile(0, 0, LAST));
    for (int to = 1; to <= LAST; to++) {
      TreeHead newer = checkpoint(to);
      for (int from = 0; from < to; from++) {
        TreeHead older = checkpoint(from);
        assertThat(new TreeHashes(tile -> leaves).root(from)).isEqualTo(older.root());
        assertThat(
                ConsistencyProof.build(from, to, tile -> leaves).proves(older.root(), newer.root()))
            .isTrue();
        assertThat(InclusionProof.build(from, to, tile -> leaves).rootFor(leaves.get(from)))
            .isEqualTo(newer.root());
      }
    }
  }

  private static TreeHead checkpoint(int size) throws IOException {
    List<String> lines = Files.readAllLines(LOG.resolve("checkpoint." + size));
    return new TreeHead(Long.parseLong(lines.get(1)), Hash.fromBase64(lines.get(2)));
  }

  private static TileHashes tile(Tile tile) {
    return TileHashes.read(tile, bytes(tile));
  }

  private static byte[] bytes(Resource resource) {
    try {
      return Files.readAllBytes(LOG.resolve(resource.path()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
