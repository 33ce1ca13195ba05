package org.stellaops.attestor.testlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomEntriesTest {
  @Test
  void entriesAreDeterministic() {
    assertThat(HexFormat.of().formatHex(new RandomEntries(20).apply(1)))
        .isEqualTo("bfef8030ddc2d7725f552ce482f2aa47a7d8f3da");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 1000, 65_535})
  void entriesHaveExactLength(int length) {
    assertThat(new RandomEntries(length).apply(42)).hasSize(length);
  }

  @Test
  void valuesMatchSplitMix64() {
    SplittableRandom reference = new SplittableRandom(SplitMix64.mix(42));

    byte[] entry = new RandomEntries(24).apply(42);
    ByteBuffer words = ByteBuffer.wrap(entry);
    while (words.hasRemaining()) {
      assertThat(words.getLong()).isEqualTo(reference.nextLong());
    }
  }

  @Test
  void neighboursDiffer() {
    RandomEntries entries = new RandomEntries(16);

    assertThat(entries.apply(0)).isNotEqualTo(entries.apply(1));
    assertThat(Arrays.copyOf(entries.apply(0), 8))
        .isNotEqualTo(Arrays.copyOfRange(entries.apply(1), 8, 16));
  }

  @Test
  void entriesDoNotCompress() {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    deflater.setInput(new RandomEntries(60_000).apply(7));
    deflater.finish();

    assertThat(deflater.deflate(new byte[70_000])).isGreaterThan(60_000);
    deflater.end();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 65_536})
  void rejectsInvalidLengths(int length) {
    assertThatThrownBy(() -> new RandomEntries(length))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
