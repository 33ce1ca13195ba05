package org.stellaops.attestor.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HashTest {
  private static final String EMPTY = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 31, 33, 64})
  void rejectsWrongLength(int length) {
    assertThatThrownBy(() -> Hash.of(new byte[length]))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(Integer.toString(length));
  }

  @Test
  void parsesItsTextForms() {
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      byte[] bytes = new byte[Hash.BYTES];
      random.nextBytes(bytes);
      Hash hash = Hash.of(bytes);
      assertThat(Hash.fromBase64(hash.toString())).isEqualTo(hash).hasSameHashCodeAs(hash);
      assertThat(Hash.fromHex(hash.hex())).isEqualTo(hash);
      assertThat(hash.bytes()).isEqualTo(bytes);
      assertThat(hash.toString()).hasSize(44);
    }
  }

  static Stream<String> textsThatAreAlmostBase64() {
    return Stream.of(
        "",
        "=",
        EMPTY.substring(0, 43), // no padding, which the JDK decoder forgives
        EMPTY + "=",
        EMPTY.substring(0, 43) + "==",
        "=" + EMPTY,
        EMPTY + "\n",
        EMPTY + "\r\n",
        " " + EMPTY,
        EMPTY + " ",
        EMPTY.substring(0, 22) + "\n" + EMPTY.substring(22),
        EMPTY.substring(0, 22) + " " + EMPTY.substring(22),
        EMPTY.replace('+', '-').replace('/', '_'), // the URL alphabet
        EMPTY.replace('/', '_'),
        EMPTY.replace('U', '\uFF35'), // a full-width U
        EMPTY.replace('U', '\u0155'), // whose low byte is a U
        EMPTY.replace('U', '\0'),
        EMPTY + EMPTY,
        EMPTY.substring(4), // canonical, of 29 bytes
        "AAAA" + EMPTY, // canonical, of 35 bytes
        "A".repeat(43) + "=".repeat(5),
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }

  @ParameterizedTest
  @MethodSource("textsThatAreAlmostBase64")
  void base64InAnyOtherFormIsRefused(String text) {
    assertThatThrownBy(() -> Hash.fromBase64(text)).isInstanceOf(MalformedException.class);
  }

  /** The last letter carries four bits of the hash and two that must be zero. */
  @Test
  void rejectsDirtyTrailingBits() {
    for (int i = 0; i < ALPHABET.length(); i++) {
      String text = "A".repeat(42) + ALPHABET.charAt(i) + "=";
      if (i % 4 == 0) {
        assertThat(Hash.fromBase64(text)).hasToString(text);
      } else {
        assertThatThrownBy(() -> Hash.fromBase64(text)).isInstanceOf(MalformedException.class);
      }
    }
  }

  static Stream<String> textsThatAreAlmostHex() {
    String hex = Rfc6962.EMPTY.hex();
    return Stream.of(
        "",
        hex.substring(1),
        hex + "0",
        hex + "\n",
        "0x" + hex.substring(2),
        hex.toUpperCase(Locale.ROOT),
        " " + hex.substring(1),
        hex.replace('e', 'g'),
        hex.replace('0', '\u0660'), // an Arabic zero
        hex.replace('a', '\uFF41'), // a full-width a
        EMPTY);
  }

  @ParameterizedTest
  @MethodSource("textsThatAreAlmostHex")
  void rejectsNonCanonicalHex(String text) {
    assertThatThrownBy(() -> Hash.fromHex(text)).isInstanceOf(MalformedException.class);
  }

  @Test
  void hashIsImmutable() {
    byte[] given = new byte[Hash.BYTES];
    Hash hash = Hash.of(given);
    given[0] = 1;
    hash.bytes()[1] = 1;
    assertThat(hash).isEqualTo(Hash.of(new byte[Hash.BYTES]));
  }

  @Test
  void differsByEverySingleBit() {
    assertThat(IntStream.range(0, 256).mapToObj(bit -> Mangled.flipped(Rfc6962.EMPTY, bit)))
        .doesNotHaveDuplicates()
        .doesNotContain(Rfc6962.EMPTY);
    assertThat(Rfc6962.EMPTY).isNotEqualTo(EMPTY);
  }
}
