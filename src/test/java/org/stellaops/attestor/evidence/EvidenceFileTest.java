package org.stellaops.attestor.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.ContradictionException;
import org.stellaops.attestor.mirror.Evidence;
import org.stellaops.attestor.mirror.TileConsistencyProof;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.note.VerifierKey;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;

/** Evidence has to convince a third party, so nothing of it may be changed and nothing left out. */
class EvidenceFileTest {
  private static final FakeLog HONEST = FakeLog.named("two-faced.example/log").grow(700);

  static Stream<Evidence> contradictions() {
    return Stream.of(
        sameSize(),
        grownFrom(HONEST.fork(690).grow(100)),
        grownFrom(HONEST.fork(512).grow(400)),
        grownFrom(HONEST.fork(0).grow(70_000)));
  }

  @ParameterizedTest
  @MethodSource("contradictions")
  void printedEvidenceIsParsedAndVerified(Evidence evidence) {
    Evidence read = EvidenceFile.parse(EvidenceFile.print(evidence));

    assertThat(read).isEqualTo(evidence);
    assertThatCode(() -> read.verify(HONEST.identity().key())).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("contradictions")
  void rejectsEveryChangedByte(Evidence evidence) {
    byte[] file = EvidenceFile.print(evidence);
    for (int i = 0; i < file.length; i++) {
      byte[] changed = file.clone();
      changed[i] ^= (byte) (1 << (i % 7));
      assertRejected(changed, "byte " + i);
    }
  }

  @Test
  void rejectsTruncatedAndExtendedFiles() {
    String file = text(sameSize());
    for (int length = 0; length < file.length(); length++) {
      assertRejected(bytes(file.substring(0, length)), "the first " + length);
    }
    assertRejected(bytes(file + "\n"), "one line more");
    assertRejected(bytes(file + file), "twice");
  }

  @Test
  void rejectsReorderedAndRepeatedFields() {
    String file = text(sameSize());
    assertRejected(bytes(file.replaceFirst("(backend .*\n)(detected .*\n)", "$2$1")), "order");
    assertRejected(bytes(file.replaceFirst("(backend .*\n)", "$1$1")), "twice");
  }

  @Test
  void rejectsNotesOfOneHistory() {
    FakeLog grown = HONEST.fork(700).grow(0);
    SignedNote before = SignedNote.parse(grown.checkpoint(300));
    SignedNote now = SignedNote.parse(grown.checkpoint(700));
    TileConsistencyProof growth = new TileConsistencyProof(grown.head(300), grown.head(700));
    Map<Tile, TileHashes> tiles =
        growth.verify(tile -> TileHashes.read(tile, grown.tile(tile))).tiles();

    assertThatThrownBy(() -> evidence(Failure.INCONSISTENT, before, now, tiles).verify(key()))
        .hasMessageContaining("prefix");
  }

  @Test
  void rejectsNotesOfAnotherKey() {
    assertThatThrownBy(() -> sameSize().verify(FakeLog.named("other.example/log").identity().key()))
        .isInstanceOfSatisfying(
            AttestorException.class,
            refused -> assertThat(refused.failure()).isEqualTo(Failure.UNTRUSTED_KEY));
  }

  @Test
  void rejectsMissingOrForgedTiles() {
    Evidence whole = grownFrom(HONEST.fork(690).grow(100));
    for (Tile tile : whole.tiles().keySet()) {
      Map<Tile, TileHashes> without = new HashMap<>(whole.tiles());
      without.remove(tile);
      assertThatThrownBy(
              () -> evidence(whole.kind(), whole.known(), whole.shown(), without).verify(key()))
          .as("without " + tile)
          .isInstanceOfSatisfying(
              AttestorException.class,
              refused -> assertThat(refused.failure()).isEqualTo(Failure.BAD_TILE));
    }
  }

  private static Evidence sameSize() {
    SignedNote other = SignedNote.parse(HONEST.fork(699).grow(1).checkpoint());
    return evidence(Failure.SPLIT_VIEW, SignedNote.parse(HONEST.checkpoint()), other, Map.of());
  }

  private static Evidence grownFrom(FakeLog other) {
    TileConsistencyProof growth = new TileConsistencyProof(HONEST.head(), other.head());
    try {
      growth.verify(tile -> TileHashes.read(tile, other.tile(tile)));
      throw new AssertionError("the other log was to contradict this one");
    } catch (ContradictionException found) {
      return evidence(
          found.failure(),
          SignedNote.parse(HONEST.checkpoint()),
          SignedNote.parse(other.checkpoint()),
          found.tiles());
    }
  }

  private static Evidence evidence(
      Failure kind, SignedNote known, SignedNote shown, Map<Tile, TileHashes> tiles) {
    return new Evidence(
        kind,
        HONEST.identity().origin(),
        "log",
        Instant.parse("2026-01-15T12:34:56.789Z"),
        "https://two-faced.example/",
        known,
        shown,
        tiles);
  }

  private static void assertRejected(byte[] file, String what) {
    assertThatThrownBy(() -> EvidenceFile.parse(file))
        .as(what)
        .isInstanceOfSatisfying(
            AttestorException.class,
            refused -> assertThat(refused.failure()).isEqualTo(Failure.INVALID_NOTE));
  }

  private static VerifierKey key() {
    return HONEST.identity().key();
  }

  private static String text(Evidence evidence) {
    return new String(EvidenceFile.print(evidence), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
