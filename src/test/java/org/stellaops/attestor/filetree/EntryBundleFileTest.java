package org.stellaops.attestor.filetree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.tlog.Entries;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.MalformedException;

class EntryBundleFileTest {
  private static final EntryBundle BUNDLE = new EntryBundle(0, 2);
  private static final byte[] PLAIN = bundle(20, 30);
  private static final int MAX = 100_000;

  @Test
  void decodesGzipAndKeepsPlainContent() throws IOException {
    assertThat(EntryBundleFile.decode(BUNDLE, PLAIN, MAX)).isEqualTo(PLAIN);
    assertThat(EntryBundleFile.decode(BUNDLE, gzip(PLAIN), MAX)).isEqualTo(PLAIN);
  }

  @Test
  void keepsPlainBundleThatStartsLikeGzip() {
    byte[] plain = bundle(0x1f8b, 30);
    plain[2] = 8;
    assertThat(plain).startsWith(0x1f, 0x8b, 8);

    assertThat(EntryBundleFile.decode(BUNDLE, plain, MAX)).isSameAs(plain);
  }

  @Test
  void decodesGzipOnlyOnce() throws IOException {
    byte[] plain = bundle(0x1f8b, 30);
    plain[2] = 8;

    assertThat(EntryBundleFile.decode(BUNDLE, gzip(plain), MAX)).isEqualTo(plain);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void keepsContentTooShortForGzip(int length) throws IOException {
    byte[] truncated = Arrays.copyOf(gzip(PLAIN), length);
    if (length < 3) {
      assertThat(EntryBundleFile.decode(BUNDLE, truncated, MAX)).isEqualTo(truncated);
    } else {
      assertRejected(truncated, "invalid gzip data");
    }
  }

  @Test
  void stopsDecompressingAtMaxBytes() throws IOException {
    byte[] bomb = gzip(new byte[50 * MAX]);

    assertThat(EntryBundleFile.decode(BUNDLE, bomb, MAX)).hasSize(MAX);
  }

  @Test
  void rejectsTrailingBytesBelowLimit() throws IOException {
    byte[] compressed = gzip(PLAIN);

    assertThat(EntryBundleFile.decode(BUNDLE, compressed, PLAIN.length + 1)).isEqualTo(PLAIN);
    assertThatThrownBy(() ->
            EntryBundleFile.decode(
                BUNDLE, Arrays.copyOf(compressed, compressed.length + 1), PLAIN.length + 1))
        .hasMessageContaining("trailing data");
  }

  static Stream<Arguments> damages() {
    Map<String, UnaryOperator<byte[]>> damages =
        Map.of(
            "a byte too many", compressed -> Arrays.copyOf(compressed, compressed.length + 1),
            "two members", compressed -> twice(compressed),
            "a byte too few", compressed -> Arrays.copyOf(compressed, compressed.length - 1),
            "no trailer", compressed -> Arrays.copyOf(compressed, compressed.length - 8),
            "a half", compressed -> Arrays.copyOf(compressed, compressed.length / 2),
            "nothing but its header", compressed -> Arrays.copyOf(compressed, 10),
            "another checksum", compressed -> flip(compressed, compressed.length - 8),
            "another length", compressed -> flip(compressed, compressed.length - 1),
            "no deflate", compressed -> flip(compressed, 10),
            "reserved flags", compressed -> flip(compressed, 3));
    return damages.entrySet().stream().map(each -> Arguments.of(each.getKey(), each.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("damages")
  void rejectsDamagedGzip(String description, UnaryOperator<byte[]> damage) throws IOException {
    assertRejected(damage.apply(gzip(PLAIN)), "invalid gzip data: ");
  }

  private static void assertRejected(byte[] stored, String reason) {
    assertThatThrownBy(() -> EntryBundleFile.decode(BUNDLE, stored, MAX))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(reason)
        .message()
        .doesNotEndWith(": ")
        .doesNotContain("null");
  }

  private static byte[] bundle(int first, int second) {
    Random random = new Random(1);
    byte[][] entries = {new byte[first], new byte[second]};
    Arrays.stream(entries).forEach(random::nextBytes);
    return Entries.of(List.of(entries)).bytes();
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(content);
    }
    return compressed.toByteArray();
  }

  private static byte[] twice(byte[] bytes) {
    byte[] twice = Arrays.copyOf(bytes, 2 * bytes.length);
    System.arraycopy(bytes, 0, twice, bytes.length, bytes.length);
    return twice;
  }

  private static byte[] flip(byte[] bytes, int index) {
    bytes[index] ^= (byte) 0xFF;
    return bytes;
  }
}
