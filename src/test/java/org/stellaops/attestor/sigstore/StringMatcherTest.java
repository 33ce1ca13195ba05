package org.stellaops.attestor.sigstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StringMatcherTest {
  @Test
  @Timeout(value = 5, unit = TimeUnit.SECONDS)
  void nestedRepetitionAgainstALongNameNeitherExhaustsTheStackNorTakesLong() {
    StringMatcher nested = StringMatcher.regex("(([a-z0-9]+[.-]?)+)+@example[.]org");
    StringMatcher slashes = StringMatcher.regex(".*/.*/.*/.*/.*/x");

    assertThat(nested.matches("a".repeat(100_000) + "@example.org")).isTrue();
    assertThat(nested.matches("a".repeat(100_000) + "@example.com")).isFalse();
    assertThat(slashes.matches("/".repeat(20_000))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "(?=a).* | look-around is not supported: (?=",
        "(?!a).* | look-around is not supported: (?!",
        ".*(?<=a) | look-around is not supported: (?<=",
        "(?<!a)b | look-around is not supported: (?<!",
        "(a)\\1 | back-references are not supported: \\1",
        "(?<n>a)\\k<n> | back-references are not supported: \\k",
        "a++ | invalid regular expression: invalid nested repetition operator: ++",
        "[ | invalid regular expression: missing closing ]: [",
      })
  void whatNeedsMoreThanLinearTimeIsRefusedByName(String expression, String message) {
    assertThatThrownBy(() -> StringMatcher.regex(expression))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }
}
