package org.stellaops.attestor.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyIdTest {
  @ParameterizedTest
  @ValueSource(strings = {"00000000", "cf119915", "7fffffff", "80000000", "ffffffff", "0000000a"})
  void parsesAndPrintsEightDigits(String text) {
    assertThat(KeyId.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "cf11991",
        "cf1199155",
        "CF119915",
        "+f119915",
        "-f119915",
        "0xcf1199",
        "cf11991g",
        " cf11991",
        "cf119915\n",
        "\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661"
      })
  void rejectsAnyOtherForm(String text) {
    assertThatThrownBy(() -> KeyId.parse(text)).isInstanceOf(MalformedNoteException.class);
  }
}
