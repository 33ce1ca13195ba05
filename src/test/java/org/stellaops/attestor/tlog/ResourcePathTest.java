package org.stellaops.attestor.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourcePathTest {
  private static final long LAST_INDEX = (1L << 55) - 1;

  @ParameterizedTest
  @CsvSource({
    "0, 000",
    "1, 001",
    "255, 255",
    "999, 999",
    "1000, x001/000",
    "19669, x019/669",
    "178433, x178/433",
    "999999, x999/999",
    "1000000, x001/x000/000",
    "1234067, x001/x234/067",
    "3906249, x003/x906/249",
    "36028797018963967, x036/x028/x797/x018/x963/967",
  })
  void formatsIndexInGroupsOfThree(long index, String groups) {
    assertReadBack(new Tile(0, index, 256), "tile/0/" + groups);
    assertReadBack(new Tile(0, index, 8), "tile/0/" + groups + ".p/8");
    assertReadBack(new Tile(63, index, 255), "tile/63/" + groups + ".p/255");
    assertReadBack(new EntryBundle(index, 256), "tile/entries/" + groups);
    assertReadBack(new EntryBundle(index, 1), "tile/entries/" + groups + ".p/1");
  }

  @Test
  void parsesWhatItFormats() {
    Random random = new Random(2);
    for (int i = 0; i < 20_000; i++) {
      // random digits would nearly always give the longest paths
      long index = random.nextLong() >>> 9 + random.nextInt(55);
      int width = 1 + random.nextInt(256);
      Tile tile = new Tile(random.nextInt(64), index, width);
      assertReadBack(tile, tile.path());
      EntryBundle bundle = new EntryBundle(index, width);
      assertReadBack(bundle, bundle.path());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // not a whole path
        "",
        "/",
        "tile",
        "tile/0",
        "tile/0/",
        "tile/entries",
        "tile/entries/",
        "checkpoint",
        "0/000",
        // not this path
        "/tile/0/000",
        "./tile/0/000",
        "tile/0/000/",
        "tile//0/000",
        "tile/0//000",
        "tile/0/./000",
        "tile/0/../0/000",
        "tile/0/x001/../000",
        "../tile/0/000",
        "tile/../../etc/passwd",
        "tile\\0\\000",
        "tile/0/000\0",
        "tile/0/000\n",
        "\ntile/0/000",
        " tile/0/000",
        "tile/0/000 ",
        "tile/0/000?",
        "tile/0/%30%30%30",
        "Tile/0/000",
        "tile/0/000tile/0/000",
        // levels
        "tile/00/000",
        "tile/01/000",
        "tile/64/000",
        "tile/99/000",
        "tile/100/000",
        "tile/-1/000",
        "tile/+1/000",
        "tile/0x1/000",
        "tile/x/000",
        "tile/data/000",
        "tile/Entries/000",
        "tile/entries/0/000",
        // indexes
        "tile/0/0",
        "tile/0/00",
        "tile/0/0000",
        "tile/0/1234",
        "tile/0/-01",
        "tile/0/+01",
        "tile/0/x00",
        "tile/0/x000",
        "tile/0/x001",
        "tile/0/x001/",
        "tile/0/x001/x000",
        "tile/0/001/000",
        "tile/0/X001/000",
        "tile/0/x01/000",
        "tile/0/x0001/000",
        "tile/0/x001//000",
        "tile/0/x001/00",
        "tile/0/x001/0000",
        "tile/0/x000/000",
        "tile/0/x000/001",
        "tile/0/x000/x001/000",
        "tile/0/x001/234/567",
        "tile/0/001/x234/567",
        // 2^55, 10^18-1, 2^63 and 2^64: too far, also for a long
        "tile/0/x036/x028/x797/x018/x963/968",
        "tile/0/x999/x999/x999/x999/x999/999",
        "tile/0/x009/x223/x372/x036/x854/x775/808",
        "tile/0/x018/x446/x744/x073/x709/x551/616",
        // widths
        "tile/0/000.p",
        "tile/0/000.p/",
        "tile/0/000.p/0",
        "tile/0/000.p/00",
        "tile/0/000.p/01",
        "tile/0/000.p/001",
        "tile/0/000.p/256",
        "tile/0/000.p/257",
        "tile/0/000.p/999",
        "tile/0/000.p/1000",
        "tile/0/000.p/-1",
        "tile/0/000.p/+1",
        "tile/0/000.p/1/",
        "tile/0/000.p/1.p/1",
        "tile/0/000/p/1",
        "tile/0/000p/1",
        "tile/0/000.P/1",
        "tile/0/000,p/1",
        "tile/0/x001.p/1/000",
        // digits that are not ASCII: Arabic, full-width, mathematical
        "tile/0/\u0660\u0660\u0661",
        "tile/\uFF11/000",
        "tile/0/000.p/\u0663",
        "tile/0/\uD835\uDFCE00",
      })
  void rejectsEveryOtherText(String path) {
    assertThatThrownBy(() -> Resource.parse(path)).isInstanceOf(MalformedException.class);
  }

  @Test
  void changedPathsAreRejectedOrRoundTrip() {
    String[] good = {
      "tile/0/x001/x234/067.p/8", "tile/entries/x019/669", "tile/63/000.p/255", "tile/7/999"
    };
    String letters = "0123456789x./p-eE\u0661 ";
    Random random = new Random(3);
    int understood = 0;
    for (int i = 0; i < 100_000; i++) {
      StringBuilder path = new StringBuilder(good[random.nextInt(good.length)]);
      for (int spoil = random.nextInt(3); spoil >= 0; spoil--) {
        int at = random.nextInt(path.length());
        char letter = letters.charAt(random.nextInt(letters.length()));
        switch (random.nextInt(3)) {
          case 0 -> path.setCharAt(at, letter);
          case 1 -> path.insert(at, letter);
          default -> path.deleteCharAt(at);
        }
      }
      try {
        assertThat(Resource.parse(path.toString()).path()).isEqualTo(path.toString());
        understood++;
      } catch (MalformedException refused) {
        assertThat(refused).hasMessageContaining("tile");
      }
    }
    assertThat(understood).isBetween(1_000, 50_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ar-EG-u-nu-arab", "th-TH-u-nu-thai", "hi-IN-u-nu-deva"})
  void pathDoesNotDependOnLocale(String languageTag) {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag(languageTag));
      assertReadBack(new Tile(0, 1_234_067, 8), "tile/0/x001/x234/067.p/8");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void errorMessageQuotesSanitizedExcerpt() {
    assertThatThrownBy(() -> Resource.parse("\u001B[2J\r\n\u0085\u202Etile" + "/x001".repeat(9999)))
        .isInstanceOf(MalformedException.class)
        .message()
        .hasSizeLessThan(200)
        .contains("tile/x001")
        .doesNotContainPattern("[\\p{Cntrl}\u0080-\u009F\u202E]");
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 0, 256",
    "64, 0, 256",
    "0, -1, 256",
    "0, -9223372036854775808, 256",
    "0, 36028797018963968, 256",
    "0, 9223372036854775807, 256",
    "0, 0, 0",
    "0, 0, -1",
    "0, 0, 257",
  })
  void rejectsCoordinatesOutOfRange(int level, long index, int width) {
    assertThatThrownBy(() -> new Tile(level, index, width)).isInstanceOf(MalformedException.class);
    if (level == 0) {
      assertThatThrownBy(() -> new EntryBundle(index, width))
          .isInstanceOf(MalformedException.class);
    }
  }

  @Test
  void lastIndexIsThatOfLargestTree() {
    TreeShape largest = new TreeShape(Long.MAX_VALUE);
    assertThat(largest.covers(new Tile(0, LAST_INDEX, 255))).isTrue();
    assertThat(largest.covers(new Tile(0, LAST_INDEX, 256))).isFalse();
  }

  private static void assertReadBack(Resource resource, String path) {
    assertThat(resource.path()).isEqualTo(path);
    assertThat(resource).hasToString(path);
    assertThat(Resource.parse(path)).isEqualTo(resource);
  }
}
