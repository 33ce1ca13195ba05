package org.stellaops.attestor.tlog;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntriesTest {
  private static final EntryBundle THREE = new EntryBundle(0, 3);
  private static final byte[] ONE_TWO_THREE =
      HexFormat.of().parseHex("0003" + "6f6e65" + "0003" + "74776f" + "0005" + "7468726565");

  @Test
  void readsBundleOfRealLog() {
    Entries entries = Entries.read(THREE, ONE_TWO_THREE);
    assertThat(IntStream.range(0, 3).mapToObj(i -> new String(entries.get(i), US_ASCII)))
        .containsExactly("one", "two", "three");
    assertThat(entries.width()).isEqualTo(3);
    assertThat(entries.leafHashes().get(0))
        .hasToString("0Nc2CrefWKseHj/mStd+LqC8B+NrX0btIiPt2SmN+ek=");
    assertThat(entries.bytes()).isEqualTo(ONE_TWO_THREE);
  }

  @Test
  void rejectsWrongNumberOfEntries() {
    for (int width : new int[] {1, 2, 4, 256}) {
      assertThatThrownBy(() -> Entries.read(new EntryBundle(0, width), ONE_TWO_THREE))
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining("tile/entries/000");
    }
  }

  @Test
  void isWellFormedOnlyIfReadable() {
    assertThat(Entries.isWellFormed(THREE, ONE_TWO_THREE)).isTrue();
    assertThat(Entries.isWellFormed(new EntryBundle(0, 2), ONE_TWO_THREE)).isFalse();
    assertThat(Entries.isWellFormed(new EntryBundle(0, 4), ONE_TWO_THREE)).isFalse();
    assertThat(Entries.isWellFormed(THREE, Arrays.copyOf(ONE_TWO_THREE, 16))).isFalse();
  }

  @Test
  void rejectsTruncatedBundle() {
    for (int length = 0; length < ONE_TWO_THREE.length; length++) {
      byte[] cut = Arrays.copyOf(ONE_TWO_THREE, length);
      assertThatThrownBy(() -> Entries.read(THREE, cut)).isInstanceOf(MalformedException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 65_537})
  void rejectsTrailingBytes(int more) {
    byte[] longer = Arrays.copyOf(ONE_TWO_THREE, ONE_TWO_THREE.length + more);
    assertThatThrownBy(() -> Entries.read(THREE, longer))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(more + " bytes");
  }

  @Test
  void rejectsLengthOffByOne() {
    for (int at : new int[] {1, 6, 11}) {
      for (int by : new int[] {-1, 1}) {
        byte[] wrong = ONE_TWO_THREE.clone();
        wrong[at] += (byte) by;
        assertThatThrownBy(() -> Entries.read(THREE, wrong))
            .as("length at %d changed by %d", at, by)
            .isInstanceOf(MalformedException.class);
      }
    }
  }

  @Test
  void lengthsAreUnsignedAndBigEndian() {
    for (int length : new int[] {0, 1, 127, 128, 255, 256, 32_767, 32_768, 65_534, 65_535}) {
      byte[] entry = new byte[length];
      new Random(length).nextBytes(entry);
      byte[] bytes = new byte[length + 2];
      bytes[0] = (byte) (length / 256);
      bytes[1] = (byte) (length % 256);
      System.arraycopy(entry, 0, bytes, 2, length);

      Entries read = Entries.read(new EntryBundle(0, 1), bytes);
      assertThat(read.get(0)).isEqualTo(entry);
      assertThat(read.leafHashes().get(0)).isEqualTo(new ReferenceTree(List.of(entry)).leaf(0));
      assertThat(Entries.of(List.of(entry)).bytes()).isEqualTo(bytes);
    }
  }

  @Test
  void acceptsLargestBundle() {
    List<byte[]> entries = Collections.nCopies(256, new byte[0xFFFF]);
    byte[] bytes = Entries.of(entries).bytes();
    assertThat(bytes).hasSize(EntryBundle.MAX_BYTES);
    assertThat(Entries.read(EntryBundle.full(0), bytes).leafHashes().width()).isEqualTo(256);
  }

  @Test
  void rejectsOversizedEntries() {
    assertThatThrownBy(() -> Entries.of(List.of(new byte[0x10000])))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("65536");
    assertThatThrownBy(() -> Entries.of(List.of())).isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> Entries.of(Collections.nCopies(257, new byte[0])))
        .isInstanceOf(MalformedException.class);
    // whose lengths add up to more than an int
    assertThatThrownBy(() -> Entries.of(Collections.nCopies(256, new byte[1 << 23])))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void readsWhatItPacks() {
    Random random = new Random(5);
    for (int width : new int[] {1, 2, 255, 256}) {
      List<byte[]> packed =
          IntStream.range(0, width).mapToObj(i -> new byte[random.nextInt(400)]).toList();
      packed.forEach(random::nextBytes);
      Entries entries = Entries.read(new EntryBundle(9, width), Entries.of(packed).bytes());
      ReferenceTree tree = new ReferenceTree(packed);
      for (int i = 0; i < width; i++) {
        assertThat(entries.get(i)).isEqualTo(packed.get(i));
        assertThat(entries.leafHashes().get(i)).isEqualTo(tree.leaf(i));
      }
      assertThat(entries.leafHashes().width()).isEqualTo(width);
    }
  }

  /** The array is that of an audit or of an archive, in which there is more before and behind. */
  @Test
  void hashingInPlaceRestoresContent() {
    Random random = new Random(6);
    byte[] array = new byte[20_000];
    for (int width : new int[] {64, 1, 2, 33}) {
      List<byte[]> packed =
          IntStream.range(0, width).mapToObj(i -> new byte[random.nextInt(300)]).toList();
      packed.forEach(random::nextBytes);
      Entries entries = Entries.of(packed);
      int length = entries.bytes().length;
      int from = random.nextInt(500);
      System.arraycopy(entries.bytes(), 0, array, from, length);
      EntryBundle bundle = new EntryBundle(9, width);

      assertThatThrownBy(() -> Entries.leafHashes(bundle, new ByteSlice(array, from, length - 1)))
          .isInstanceOf(MalformedException.class);
      assertThatThrownBy(() -> Entries.leafHashes(bundle, new ByteSlice(array, from, length + 1)))
          .isInstanceOf(MalformedException.class);
      byte[] before = array.clone();
      assertThat(Entries.leafHashes(bundle, new ByteSlice(array, from, length)))
          .isEqualTo(entries.leafHashes());
      assertThat(array).isEqualTo(before);
    }
  }

  @Test
  void firstEntriesFormBundle() {
    Entries entries = Entries.read(THREE, ONE_TWO_THREE);
    assertThat(entries.first(3).bytes()).isEqualTo(ONE_TWO_THREE);
    assertThat(entries.first(2).bytes()).isEqualTo(Arrays.copyOf(ONE_TWO_THREE, 10));
    assertThat(entries.first(1).bytes()).isEqualTo(Arrays.copyOf(ONE_TWO_THREE, 5));
    assertThat(entries.first(2).leafHashes()).isEqualTo(entries.leafHashes().first(2));
    for (int width : new int[] {-1, 0, 4}) {
      assertThatThrownBy(() -> entries.first(width)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 3, 256})
  void rejectsIndexOutOfRange(int i) {
    Entries entries = Entries.read(THREE, ONE_TWO_THREE);
    assertThatThrownBy(() -> entries.get(i)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void entriesAreImmutable() {
    byte[] given = ONE_TWO_THREE.clone();
    Entries read = Entries.read(THREE, given);
    byte[] one = "one".getBytes(US_ASCII);
    Entries packed = Entries.of(List.of(one, "two".getBytes(US_ASCII), "three".getBytes(US_ASCII)));
    given[2] = 'x';
    one[0] = 'x';
    for (Entries entries : List.of(read, packed)) {
      entries.bytes()[2] = 'x';
      entries.get(0)[0] = 'x';
      assertThat(entries.bytes()).isEqualTo(ONE_TWO_THREE);
    }
  }
}
