package org.stellaops.attestor.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.note.RealNotes;
import org.stellaops.attestor.note.VerifierKey;

class KeyValidityTest {
  private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("2026-01-01T00:00:00Z");
  private static final KeyValidity YEAR = validity(START, END);

  @ParameterizedTest
  @CsvSource({
    "2024-12-31T23:59:59.999999999Z, false",
    "2025-01-01T00:00:00Z, true",
    "2025-06-01T00:00:00Z, true",
    "2026-01-01T00:00:00Z, true",
    "2026-01-01T00:00:00.000000001Z, false"
  })
  void bothEndsAreIncluded(Instant moment, boolean included) {
    assertThat(YEAR.includes(moment)).isEqualTo(included);
  }

  @Test
  void missingEndIsNoLimit() {
    assertThat(KeyValidity.ALWAYS.includes(Instant.MIN)).isTrue();
    assertThat(KeyValidity.ALWAYS.includes(Instant.MAX)).isTrue();
    assertThat(validity(START, null).includes(Instant.MAX)).isTrue();
    assertThat(validity(START, null).includes(START.minusNanos(1))).isFalse();
    assertThat(validity(null, END).includes(Instant.MIN)).isTrue();
    assertThat(validity(null, END).includes(END.plusNanos(1))).isFalse();
  }

  @Test
  void newCheckpointOfRetiredKeyIsWrongKey() {
    SignedCheckpoint checkpoint =
        new LogIdentity(
                new Origin("log2025-1.rekor.sigstore.dev"),
                VerifierKey.parse(RealNotes.REKOR_V2_VKEY))
            .open(RealNotes.bytes(RealNotes.REKOR_V2), List.of());

    assertThatCode(() -> YEAR.requireValid(END, checkpoint)).doesNotThrowAnyException();
    assertThatThrownBy(() -> YEAR.requireValid(END.plusSeconds(1), checkpoint))
        .isInstanceOfSatisfying(
            AttestorException.class, e -> assertThat(e.failure()).isEqualTo(Failure.WRONG_KEY))
        .hasMessageContaining("log2025-1.rekor.sigstore.dev")
        .hasMessageContaining("from 2025-01-01T00:00:00Z until 2026-01-01T00:00:00Z")
        .hasMessageContaining("2026-01-01T00:00:01Z")
        .hasMessageContaining("4855115");
  }

  @Test
  void periodIsPrintedWithTheEndsItHas() {
    assertThat(YEAR).hasToString("from 2025-01-01T00:00:00Z until 2026-01-01T00:00:00Z");
    assertThat(validity(START, null)).hasToString("from 2025-01-01T00:00:00Z");
    assertThat(validity(null, END)).hasToString("until 2026-01-01T00:00:00Z");
    assertThat(KeyValidity.ALWAYS).hasToString("");
  }

  private static KeyValidity validity(Instant from, Instant until) {
    return new KeyValidity(Optional.ofNullable(from), Optional.ofNullable(until));
  }
}
