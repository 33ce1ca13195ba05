package org.stellaops.attestor.mirror.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.VerifiedFile;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.tlog.Entries;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;

class ExpectedResourceTest {
  private static final FakeLog LOG = FakeLog.named("wanted.example").grow(70_000);

  static Stream<Resource> resources() {
    return Stream.of(
        Tile.full(0, 0),
        Tile.full(0, 272),
        new Tile(0, 273, 112),
        new Tile(0, 273, 1),
        Tile.full(1, 0),
        new Tile(1, 1, 17),
        new Tile(2, 0, 1),
        EntryBundle.full(0),
        EntryBundle.full(272),
        new EntryBundle(273, 112),
        new EntryBundle(273, 1));
  }

  @ParameterizedTest
  @MethodSource("resources")
  void acceptsContentThatParentCommitsTo(Resource resource) {
    List<VerifiedFile> files = wanted(resource).verify(resource, bytes(resource));

    assertThat(files.get(0).resource()).isEqualTo(resource);
    assertThat(files.get(0).bytes()).isEqualTo(bytes(resource));
  }

  @Test
  void fullBundleYieldsLeafTile() {
    EntryBundle bundle = EntryBundle.full(3);

    List<VerifiedFile> files = wanted(bundle).verify(bundle, bytes(bundle));

    assertThat(files).extracting(VerifiedFile::resource).containsExactly(bundle, Tile.full(0, 3));
    assertThat(files.get(1).bytes()).isEqualTo(LOG.tile(Tile.full(0, 3)));
  }

  @Test
  void partialBundleYieldsNoLeafTile() {
    EntryBundle bundle = new EntryBundle(273, 112);

    assertThat(wanted(bundle).verify(bundle, bytes(bundle))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 100, 255})
  void fullTileIsCutToVerifiedPart(int width) {
    Tile partial = new Tile(0, 3, width);
    byte[] full = LOG.tile(Tile.full(0, 3));
    full[full.length - 1] ^= 1; // not proved, and not kept

    List<VerifiedFile> files = wanted(partial).verify(partial.full(), full);

    assertThat(files).hasSize(1);
    assertThat(files.get(0).resource()).isEqualTo(partial);
    assertThat(files.get(0).bytes()).isEqualTo(LOG.tile(partial));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 100, 255})
  void fullBundleIsCutToVerifiedPart(int width) {
    EntryBundle partial = new EntryBundle(3, width);
    byte[] full = LOG.entryBundle(partial.full());
    full[full.length - 1] ^= 1;

    List<VerifiedFile> files = wanted(partial).verify(partial.full(), full);

    assertThat(files).hasSize(1);
    assertThat(files.get(0).resource()).isEqualTo(partial);
    assertThat(files.get(0).bytes()).isEqualTo(LOG.entryBundle(partial));
  }

  @Test
  void rejectsFullResourceWithForgedPart() {
    Tile tile = new Tile(0, 3, 100);
    byte[] hashes = LOG.tile(tile.full());
    hashes[99 * 32] ^= 1;
    assertRejected(tile, tile.full(), hashes);
    EntryBundle bundle = new EntryBundle(3, 100);
    byte[] entries = LOG.entryBundle(bundle.full());
    entries[2] ^= 1;
    assertRejected(bundle, bundle.full(), entries);
  }

  @ParameterizedTest
  @MethodSource("resources")
  void rejectsEveryFlippedBit(Resource resource) {
    byte[] truth = bytes(resource);
    for (int i = 0; i < truth.length; i += 1 + truth.length / 600) {
      for (int bit : new int[] {0, 7}) {
        byte[] flipped = truth.clone();
        flipped[i] ^= (byte) (1 << bit);
        assertRejected(resource, resource, flipped);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("resources")
  void rejectsEveryOtherLength(Resource resource) {
    byte[] truth = bytes(resource);
    IntStream.of(0, 1, truth.length / 2, truth.length - 32, truth.length - 1)
        .filter(length -> length >= 0 && length < truth.length)
        .forEach(length -> assertRejected(resource, resource, Arrays.copyOf(truth, length)));
    for (int more : new int[] {1, 2, 31, 32, 33, 8192}) {
      assertRejected(resource, resource, Arrays.copyOf(truth, truth.length + more));
    }
  }

  @ParameterizedTest
  @MethodSource("resources")
  void rejectsContentOfAnotherIndex(Resource resource) {
    for (long index : new long[] {1, 2, 200}) {
      Resource other =
          resource instanceof Tile tile
              ? new Tile(0, index, tile.width())
              : new EntryBundle(index, resource.width());
      assertRejected(resource, resource, bytes(other));
    }
  }

  /** The same bytes with the border between two entries elsewhere are other entries. */
  @Test
  void rejectsMovedEntryBoundary() {
    EntryBundle bundle = new EntryBundle(0, 2);
    FakeLog log = FakeLog.named("border.example").withEntries(i -> bytes("abcdef")).grow(2);
    TileHashes leaves = TileHashes.read(bundle.leaves(), log.tile(bundle.leaves()));
    ExpectedResource wanted = new ExpectedResource("log", bundle, leaves.root());
    assertThat(wanted.verify(bundle, log.entryBundle(bundle))).hasSize(1);

    byte[] moved = Entries.of(List.of(bytes("abcde"), bytes("fabcdef"))).bytes();
    assertThat(moved).hasSize(log.entryBundle(bundle).length);
    assertRejected(wanted, bundle, moved);
    assertRejected(wanted, bundle, Entries.of(List.of(bytes(""), bytes("abcdefabcdef"))).bytes());
  }

  @Test
  void rejectsSwappedEntries() {
    EntryBundle bundle = EntryBundle.full(3);
    Entries entries = Entries.read(bundle, LOG.entryBundle(bundle));
    List<byte[]> swapped =
        IntStream.range(0, 256).mapToObj(i -> entries.get(i == 0 ? 1 : i == 1 ? 0 : i)).toList();
    assertRejected(bundle, bundle, Entries.of(swapped).bytes());
  }

  /** An inner node dressed up as an entry must not pass as one, nor a tile as its own parent. */
  @Test
  void rejectsTileOfAnotherLevel() {
    Tile parent = new Tile(1, 1, 17);
    assertRejected(parent, parent, LOG.tile(new Tile(0, 1, 17)));
    Tile child = new Tile(0, 1, 17);
    assertRejected(child, child, LOG.tile(parent));
  }

  @Test
  void unrequestedResourceIsProgrammingError() {
    ExpectedResource wanted = wanted(new Tile(0, 273, 112));
    for (Resource other :
        List.of(
            new Tile(0, 273, 111),
            Tile.full(0, 272),
            Tile.full(1, 273),
            new EntryBundle(273, 112),
            EntryBundle.full(273))) {
      assertThatThrownBy(() -> wanted.verify(other, new byte[112 * 32]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("was fetched for");
    }
  }

  private static void assertRejected(Resource resource, Resource came, byte[] bytes) {
    assertRejected(wanted(resource), came, bytes);
  }

  private static void assertRejected(ExpectedResource wanted, Resource came, byte[] bytes) {
    assertThatThrownBy(() -> wanted.verify(came, bytes))
        .isInstanceOfSatisfying(
            AttestorException.class,
            refused -> {
              assertThat(refused.failure()).isEqualTo(Failure.BAD_TILE);
              assertThat(refused)
                  .hasMessageStartingWith(wanted.resource() + " of backend 'log' is rejected: ");
              assertThat(refused.hint()).startsWith("nothing was written");
            });
  }

  /** What the parent of a full resource says, or the proved edge of a partial one. */
  private static ExpectedResource wanted(Resource resource) {
    Tile tile = resource instanceof EntryBundle bundle ? bundle.leaves() : (Tile) resource;
    return new ExpectedResource("log", resource, TileHashes.read(tile, LOG.tile(tile)).root());
  }

  private static byte[] bytes(Resource resource) {
    return resource instanceof Tile tile ? LOG.tile(tile) : LOG.entryBundle((EntryBundle) resource);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
