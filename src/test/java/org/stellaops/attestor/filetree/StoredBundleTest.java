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

class StoredBundleTest {
  private static final EntryBundle BUNDLE = new EntryBundle(0, 2);
  private static final byte[] PLAIN = bundle(20, 30);
  private static final int MAX = 100_000;

  @Test
  void gzipIsUnpackedAndWhatIsPlainIsTakenAsItIs() throws IOException {
    assertThat(StoredBundle.content(BUNDLE, PLAIN, MAX)).isEqualTo(PLAIN);
    assertThat(StoredBundle.content(BUNDLE, gzip(PLAIN), MAX)).isEqualTo(PLAIN);
  }

  @Test
  void plainBundleThatBeginsAsGzipDoesIsTakenAsItIs() {
    byte[] plain = bundle(0x1f8b, 30);
    plain[2] = 8;
    assertThat(plain).startsWith(0x1f, 0x8b, 8);

    assertThat(StoredBundle.content(BUNDLE, plain, MAX)).isSameAs(plain);
  }

  @Test
  void gzipOfAPlainBundleThatBeginsAsGzipDoesIsUnpackedOnce() throws IOException {
    byte[] plain = bundle(0x1f8b, 30);
    plain[2] = 8;

    assertThat(StoredBundle.content(BUNDLE, gzip(plain), MAX)).isEqualTo(plain);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void whatIsTooShortForGzipIsLeftToTheCheckOfTheContent(int length) throws IOException {
    byte[] begun = Arrays.copyOf(gzip(PLAIN), length);
    if (length < 3) {
      assertThat(StoredBundle.content(BUNDLE, begun, MAX)).isEqualTo(begun);
    } else {
      assertRefused(begun, "cannot be unpacked");
    }
  }

  @Test
  void bombIsUnpackedOnlySoFar() throws IOException {
    byte[] bomb = gzip(new byte[50 * MAX]);

    assertThat(StoredBundle.content(BUNDLE, bomb, MAX)).hasSize(MAX);
  }

  @Test
  void contentOfExactlyTheLimitIsWholeAndNothingMayFollowIt() throws IOException {
    byte[] packed = gzip(PLAIN);

    assertThat(StoredBundle.content(BUNDLE, packed, PLAIN.length + 1)).isEqualTo(PLAIN);
    assertThatThrownBy(() ->
            StoredBundle.content(
                BUNDLE, Arrays.copyOf(packed, packed.length + 1), PLAIN.length + 1))
        .hasMessageContaining("something comes after its end");
  }

  static Stream<Arguments> damages() {
    Map<String, UnaryOperator<byte[]>> damages =
        Map.of(
            "a byte too many", packed -> Arrays.copyOf(packed, packed.length + 1),
            "two members", packed -> twice(packed),
            "a byte too few", packed -> Arrays.copyOf(packed, packed.length - 1),
            "no trailer", packed -> Arrays.copyOf(packed, packed.length - 8),
            "a half", packed -> Arrays.copyOf(packed, packed.length / 2),
            "nothing but its header", packed -> Arrays.copyOf(packed, 10),
            "another checksum", packed -> flip(packed, packed.length - 8),
            "another length", packed -> flip(packed, packed.length - 1),
            "no deflate", packed -> flip(packed, 10),
            "reserved flags", packed -> flip(packed, 3));
    return damages.entrySet().stream().map(each -> Arguments.of(each.getKey(), each.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("damages")
  void brokenGzipIsRefused(String what, UnaryOperator<byte[]> damage) throws IOException {
    assertRefused(damage.apply(gzip(PLAIN)), "it is gzip that cannot be unpacked: ");
  }

  private static void assertRefused(byte[] stored, String why) {
    assertThatThrownBy(() -> StoredBundle.content(BUNDLE, stored, MAX))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(why)
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
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(content);
    }
    return packed.toByteArray();
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
