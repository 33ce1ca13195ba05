package org.stellaops.attestor.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictBase64Test {
  @ParameterizedTest
  @ValueSource(strings = {"", "QQ==", "QUI=", "QUJD", "+/+/"})
  void decodesAndEncodesCanonicalForm(String text) {
    assertThat(StrictBase64.encode(StrictBase64.decode(text))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "QQ, missing padding",
    "QUI, missing padding",
    "QQ=, half the padding",
    "QUI==, too much padding",
    "QUJD====, padding alone",
    "QR==, dirty trailing bits",
    "QUJ=, dirty trailing bits",
    "-_-_, the URL alphabet",
    "QQ==QQ==, two values",
    "=QQ=, padding first",
    "Q, a single digit",
    "'QU I=', a space inside",
    "' QUI=', a space before",
    "'QUI= ', a space after"
  })
  void rejectsAnyOtherForm(String text, String why) {
    assertThatThrownBy(() -> StrictBase64.decode(text))
        .as(why)
        .isInstanceOf(MalformedNoteException.class);
  }

  @Test
  void rejectsLineBreaksAndOtherAlphabets() {
    for (String text :
        new String[] {"QUJD\n", "QU\r\nJD", "QUJ\u0414", "QUJ\u0144", "QUJD\u0000"}) {
      assertThatThrownBy(() -> StrictBase64.decode(text))
          .isInstanceOf(MalformedNoteException.class);
    }
  }
}
