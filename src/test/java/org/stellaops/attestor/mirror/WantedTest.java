package org.stellaops.attestor.mirror;

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
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.tlog.Entries;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;

class WantedTest {
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
  void whatTheParentCommitsToPassesAsItCame(Resource resource) {
    List<VerifiedFile> files = wanted(resource).admit(resource, bytes(resource));

    assertThat(files.get(0).resource()).isEqualTo(resource);
    assertThat(files.get(0).bytes()).isEqualTo(bytes(resource));
  }

  @Test
  void fullBundleProvesTheTileOfItsLeavesToo() {
    EntryBundle bundle = EntryBundle.full(3);

    List<VerifiedFile> files = wanted(bundle).admit(bundle, bytes(bundle));

    assertThat(files).extracting(VerifiedFile::resource).containsExactly(bundle, Tile.full(0, 3));
    assertThat(files.get(1).bytes()).isEqualTo(LOG.tile(Tile.full(0, 3)));
  }

  @Test
  void partialBundleProvesNoTileBecauseTheEdgeIsProvedAlready() {
    EntryBundle bundle = new EntryBundle(273, 112);

    assertThat(wanted(bundle).admit(bundle, bytes(bundle))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 100, 255})
  void fullTileInPlaceOfAPartialOneIsCutToWhatIsProved(int width) {
    Tile partial = new Tile(0, 3, width);
    byte[] full = LOG.tile(Tile.full(0, 3));
    full[full.length - 1] ^= 1; // not proved, and not kept

    List<VerifiedFile> files = wanted(partial).admit(partial.full(), full);

    assertThat(files).hasSize(1);
    assertThat(files.get(0).resource()).isEqualTo(partial);
    assertThat(files.get(0).bytes()).isEqualTo(LOG.tile(partial));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 100, 255})
  void fullBundleInPlaceOfAPartialOneIsCutToWhatIsProved(int width) {
    EntryBundle partial = new EntryBundle(3, width);
    byte[] full = LOG.bundle(partial.full());
    full[full.length - 1] ^= 1;

    List<VerifiedFile> files = wanted(partial).admit(partial.full(), full);

    assertThat(files).hasSize(1);
    assertThat(files.get(0).resource()).isEqualTo(partial);
    assertThat(files.get(0).bytes()).isEqualTo(LOG.bundle(partial));
  }

  @Test
  void fullResourceWhoseProvedPartIsForgedIsRefused() {
    Tile tile = new Tile(0, 3, 100);
    byte[] hashes = LOG.tile(tile.full());
    hashes[99 * 32] ^= 1;
    assertRefused(tile, tile.full(), hashes);
    EntryBundle bundle = new EntryBundle(3, 100);
    byte[] entries = LOG.bundle(bundle.full());
    entries[2] ^= 1;
    assertRefused(bundle, bundle.full(), entries);
  }

  @ParameterizedTest
  @MethodSource("resources")
  void anySingleFlippedBitIsRefused(Resource resource) {
    byte[] truth = bytes(resource);
    for (int i = 0; i < truth.length; i += 1 + truth.length / 600) {
      for (int bit : new int[] {0, 7}) {
        byte[] flipped = truth.clone();
        flipped[i] ^= (byte) (1 << bit);
        assertRefused(resource, resource, flipped);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("resources")
  void anyOtherLengthIsRefused(Resource resource) {
    byte[] truth = bytes(resource);
    IntStream.of(0, 1, truth.length / 2, truth.length - 32, truth.length - 1)
        .filter(length -> length >= 0 && length < truth.length)
        .forEach(length -> assertRefused(resource, resource, Arrays.copyOf(truth, length)));
    for (int more : new int[] {1, 2, 31, 32, 33, 8192}) {
      assertRefused(resource, resource, Arrays.copyOf(truth, truth.length + more));
    }
  }

  @ParameterizedTest
  @MethodSource("resources")
  void bytesOfAnotherPlaceAreRefused(Resource resource) {
    for (long index : new long[] {1, 2, 200}) {
      Resource other =
          resource instanceof Tile tile
              ? new Tile(0, index, tile.width())
              : new EntryBundle(index, resource.width());
      assertRefused(resource, resource, bytes(other));
    }
  }

  /** The same bytes with the border between two entries elsewhere are other entries. */
  @Test
  void borderBetweenEntriesThatMovedIsRefused() {
    EntryBundle bundle = new EntryBundle(0, 2);
    FakeLog log = FakeLog.named("border.example").entries(i -> bytes("abcdef")).grow(2);
    TileHashes leaves = TileHashes.read(bundle.leaves(), log.tile(bundle.leaves()));
    Wanted wanted = new Wanted("log", bundle, leaves.root());
    assertThat(wanted.admit(bundle, log.bundle(bundle))).hasSize(1);

    byte[] moved = Entries.of(List.of(bytes("abcde"), bytes("fabcdef"))).bytes();
    assertThat(moved).hasSize(log.bundle(bundle).length);
    assertRefused(wanted, bundle, moved);
    assertRefused(wanted, bundle, Entries.of(List.of(bytes(""), bytes("abcdefabcdef"))).bytes());
  }

  @Test
  void entriesThatChangedPlacesAreRefused() {
    EntryBundle bundle = EntryBundle.full(3);
    Entries entries = Entries.read(bundle, LOG.bundle(bundle));
    List<byte[]> swapped =
        IntStream.range(0, 256).mapToObj(i -> entries.get(i == 0 ? 1 : i == 1 ? 0 : i)).toList();
    assertRefused(bundle, bundle, Entries.of(swapped).bytes());
  }

  /** An inner node dressed up as an entry must not pass as one, nor a tile as its own parent. */
  @Test
  void tileOfAnotherLevelIsRefused() {
    Tile parent = new Tile(1, 1, 17);
    assertRefused(parent, parent, LOG.tile(new Tile(0, 1, 17)));
    Tile child = new Tile(0, 1, 17);
    assertRefused(child, child, LOG.tile(parent));
  }

  @Test
  void resourceThatNobodyAskedForIsAMistakeOfOurs() {
    Wanted wanted = wanted(new Tile(0, 273, 112));
    for (Resource other :
        List.of(
            new Tile(0, 273, 111),
            Tile.full(0, 272),
            Tile.full(1, 273),
            new EntryBundle(273, 112),
            EntryBundle.full(273))) {
      assertThatThrownBy(() -> wanted.admit(other, new byte[112 * 32]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("bad math");
    }
  }

  private static void assertRefused(Resource resource, Resource came, byte[] bytes) {
    assertRefused(wanted(resource), came, bytes);
  }

  private static void assertRefused(Wanted wanted, Resource came, byte[] bytes) {
    assertThatThrownBy(() -> wanted.admit(came, bytes))
        .isInstanceOfSatisfying(
            AttestorException.class,
            refused -> {
              assertThat(refused.failure()).isEqualTo(Failure.BAD_TILE);
              assertThat(refused)
                  .hasMessageStartingWith(wanted.resource() + " of backend 'log' is refused: ");
              assertThat(refused.hint()).startsWith("nothing was written");
            });
  }

  /** What the parent of a full resource says, or the proved edge of a partial one. */
  private static Wanted wanted(Resource resource) {
    Tile tile = resource instanceof EntryBundle bundle ? bundle.leaves() : (Tile) resource;
    return new Wanted("log", resource, TileHashes.read(tile, LOG.tile(tile)).root());
  }

  private static byte[] bytes(Resource resource) {
    return resource instanceof Tile tile ? LOG.tile(tile) : LOG.bundle((EntryBundle) resource);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
