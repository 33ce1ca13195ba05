package org.stellaops.attestor.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.tlog.MalformedException;

class OriginTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "log2025-1.rekor.sigstore.dev",
        "rekor.sigstore.dev - 1193050959916656506",
        "go.sum database tree",
        " ",
        "\u2014 \u00fcber",
        "../../etc"
      })
  void acceptsAnyLineOfText(String name) {
    assertThat(new Origin(name)).hasToString(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two\nlines", "tab\t", "cr\r", "nul\u0000", "half \ud800", "\udc00"})
  void rejectsTextThatNoteCannotContain(String name) {
    assertThatThrownBy(() -> new Origin(name)).isInstanceOf(MalformedException.class);
  }

  @Test
  void directoryIsSha256OfName() {
    assertThat(new Origin("rome2026h1.example.org").directory())
        .hasSize(64)
        .startsWith("000de184")
        .endsWith("9706");
  }
}
