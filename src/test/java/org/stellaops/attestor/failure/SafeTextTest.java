package org.stellaops.attestor.failure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTextTest {
  @ParameterizedTest(name = "{1}")
  @CsvSource({
    "0000, NUL",
    "0007, bell",
    "0008, backspace",
    "0009, tab",
    "000A, line feed that forges a log line",
    "000D, carriage return that overwrites the line",
    "001B, escape that starts a terminal sequence",
    "007F, delete",
    "0085, next line (C1)",
    "009B, control sequence introducer (C1)",
    "2028, line separator",
    "2029, paragraph separator",
    "200B, zero width space",
    "200E, left-to-right mark",
    "202E, right-to-left override",
    "2066, left-to-right isolate",
    "2069, pop directional isolate",
    "00AD, soft hyphen",
    "FEFF, byte order mark",
    "E0041, tag letter outside the basic plane",
    "E000, private use",
    "D800, high surrogate alone",
    "DFFF, low surrogate alone",
    "FFFF, noncharacter",
  })
  void replacesHazard(String hex, String name) {
    String hazard = "a" + Character.toString(Integer.parseInt(hex, 16)) + "b";

    assertThat(SafeText.line(hazard)).as(name).isEqualTo("a?b");
    assertThat(SafeText.quote(hazard)).as(name).isEqualTo("'a?b'");
  }

  @Test
  void replacesEveryCharacterOfAnEscapeSequenceThatTerminalsInterpret() {
    assertThat(SafeText.line("x\u001b[2J\u001b]0;title\u0007y")).isEqualTo("x?[2J?]0;title?y");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "log.example/日本語", "Größe – é", "a b", "𝒳 😀", "ʻokina"})
  void keepsReadableText(String text) {
    assertThat(SafeText.line(text)).isEqualTo(text);
    assertThat(SafeText.quote(text)).isEqualTo("'" + text + "'");
  }

  @Test
  void quoteOfEightyCodePointsIsWhole() {
    assertThat(SafeText.quote("x".repeat(80))).isEqualTo("'" + "x".repeat(80) + "'");
  }

  @Test
  void quoteOfMegabytesIsCutAfterEightyCodePoints() {
    assertThat(SafeText.quote("x".repeat(5_000_000))).isEqualTo("'" + "x".repeat(80) + "…'");
  }

  @Test
  void quoteDoesNotCutASurrogatePairInHalf() {
    assertThat(SafeText.quote("x" + "😀".repeat(100))).isEqualTo("'x" + "😀".repeat(79) + "…'");
  }

  @Test
  void lineIsNotCut() {
    assertThat(SafeText.line("x".repeat(5_000))).hasSize(5_000);
  }

  @Test
  void excerptIsOneLineOfLimitedLength() {
    assertThat(SafeText.excerpt("a\nb")).isEqualTo("a?b");
    assertThat(SafeText.excerpt("x".repeat(241))).isEqualTo("x".repeat(240) + "…");
  }

  @Test
  void linesKeepsOnlyLineFeedsAndTabs() {
    assertThat(SafeText.lines("a\n\tb\r\u001b\u2028c")).isEqualTo("a\n\tb???c");
  }

  @Test
  void jsonKeepsTheValuesAndEscapesTheHazards() {
    assertThat(SafeText.json("{\n\"é\": \"\u202e\u009b\u007f\udb40\udc41\"}"))
        .isEqualTo("{\n\"é\": \"\\u202e\\u009b\\u007f\\udb40\\udc41\"}");
  }
}
