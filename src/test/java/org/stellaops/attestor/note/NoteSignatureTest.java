package org.stellaops.attestor.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoteSignatureTest {
  private static final String LINE = "\u2014 example.com/foo QUJDREU=";

  @Test
  void lineIsNameKeyIdAndSignature() {
    NoteSignature signature = NoteSignature.parse(LINE);

    assertThat(signature.name()).isEqualTo("example.com/foo");
    assertThat(signature.keyId()).hasToString("41424344");
    assertThat(signature.signature()).containsExactly('E');
    assertThat(signature).hasToString(LINE);
  }

  @Test
  void rejectsEverySubstringOfLine() {
    for (int from = 0; from < LINE.length(); from++) {
      for (int to = from; to <= LINE.length(); to++) {
        String part = LINE.substring(from, to);
        if (!part.equals(LINE)) {
          assertThatThrownBy(() -> NoteSignature.parse(part))
              .as(part)
              .isInstanceOf(MalformedNoteException.class);
        }
      }
    }
  }

  @Test
  void signatureIsImmutable() {
    NoteSignature signature = NoteSignature.parse(LINE);
    signature.signature()[0] = 'X';

    assertThat(signature).hasToString(LINE);
  }

  @Test
  void signaturesAreEqualWhenNameKeyIdAndBytesAre() {
    assertThat(NoteSignature.parse(LINE))
        .isEqualTo(NoteSignature.parse(LINE))
        .hasSameHashCodeAs(NoteSignature.parse(LINE))
        .isNotEqualTo(NoteSignature.parse("\u2014 example.com/fop QUJDREU="))
        .isNotEqualTo(NoteSignature.parse("\u2014 example.com/foo QUJCREU="))
        .isNotEqualTo(NoteSignature.parse("\u2014 example.com/foo QUJDREY="));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a b",
        "a+b",
        "+",
        "a\tb",
        "a\nb",
        "a\u0000",
        "\u0085",
        "a\u00a0b",
        "a\u1680b",
        "a\u2007b",
        "a\u2028b",
        "a\u2029b",
        "a\u202fb",
        "a\u205fb",
        "a\u3000b",
        "a\ud800",
        "\udc00a"
      })
  void rejectsInvalidKeyName(String name) {
    assertThatThrownBy(() -> new NoteSignature(name, new KeyId(1), new byte[1]))
        .isInstanceOf(MalformedNoteException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "example.com/log#1", "\u2014", "\u00fcber", "\ud83e\uddca", "a\u200bb"})
  void acceptsAnyOtherKeyName(String name) {
    NoteSignature signature = new NoteSignature(name, new KeyId(1), new byte[1]);

    assertThat(NoteSignature.parse(signature.toString())).isEqualTo(signature);
  }

  @Test
  void rejectsEmptySignature() {
    assertThatThrownBy(() -> new NoteSignature("a", new KeyId(1), new byte[0]))
        .isInstanceOf(MalformedNoteException.class);
  }
}
