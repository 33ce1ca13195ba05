package org.stellaops.attestor.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.tlog.TreeHead;

class HeadTransitionTest {
  private final FakeLog log = FakeLog.named("judge.example").grow(600);

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 600})
  void firstContactRequiresProofOfRightEdge(long size) {
    HeadTransition verdict = HeadTransition.of(Optional.empty(), checkpoint(log, size));

    assertThat(verdict).isEqualTo(new HeadTransition.FirstContact(checkpoint(log, size)));
    assertThat(verdict.requiredProof())
        .isEqualTo(new TileConsistencyProof(TreeHead.EMPTY, log.head(size)));
    assertThat(verdict.isHeadChange()).isTrue();
    assertThat(verdict.label()).isEqualTo("first_contact");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 600})
  void sameHeadIsUnchanged(long size) {
    HeadTransition verdict = judge(size, checkpoint(log, size));

    assertThat(verdict).isEqualTo(new HeadTransition.Unchanged(checkpoint(log, size)));
    assertThat(verdict.requiredProof())
        .isEqualTo(new TileConsistencyProof(log.head(size), log.head(size)));
    assertThat(verdict.isHeadChange()).isFalse();
    assertThat(verdict.label()).isEqualTo("unchanged");
  }

  @Test
  void sameHeadInDifferentNoteIsUnchanged() {
    SignedCheckpoint frozen = open(log.freeze().checkpoint());

    assertThat(frozen.checkpoint().isFrozen()).isTrue();
    assertThat(judge(600, frozen)).isEqualTo(new HeadTransition.Unchanged(frozen));
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "0, 600", "1, 2", "255, 256", "256, 257", "599, 600"})
  void largerTreeRequiresConsistencyWithPendingHead(long known, long shown) {
    HeadTransition verdict = judge(known, checkpoint(log, shown));

    assertThat(verdict)
        .isEqualTo(new HeadTransition.Advanced(log.head(known), checkpoint(log, shown)));
    assertThat(verdict.requiredProof())
        .isEqualTo(
            new TileConsistencyProof(log.head(known), log.head(shown), Failure.INCONSISTENT));
    assertThat(verdict.isHeadChange()).isTrue();
    assertThat(verdict.label()).isEqualTo("advanced");
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "600, 0", "2, 1", "256, 255", "600, 599"})
  void smallerTreeIsStaleAndRequiresConsistency(long known, long shown) {
    HeadTransition verdict = judge(known, checkpoint(log, shown));

    assertThat(verdict)
        .isEqualTo(new HeadTransition.Stale(log.head(known), checkpoint(log, shown)));
    assertThat(verdict.requiredProof())
        .isEqualTo(new TileConsistencyProof(log.head(shown), log.head(known), Failure.SPLIT_VIEW));
    assertThat(verdict.isHeadChange()).isFalse();
    assertThat(verdict.label()).isEqualTo("stale_replica");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 256, 600})
  void sameSizeWithDifferentRootIsSplitView(long size) {
    FakeLog fork = log.fork(size - 1).grow(1);

    assertThatThrownBy(() -> judge(size, checkpoint(fork, size)))
        .isInstanceOfSatisfying(
            ContradictionException.class,
            split -> {
              assertThat(split.failure()).isEqualTo(Failure.SPLIT_VIEW);
              assertThat(split.failure().exitCode().number()).isEqualTo(1);
              assertThat(split.known()).isEqualTo(log.head(size));
              assertThat(split.shown()).isEqualTo(fork.head());
              assertThat(split.getMessage())
                  .contains(log.head(size).root().toString(), fork.head().root().toString());
              assertThat(split.hint()).contains("stella attestor evidence list");
            });
  }

  private HeadTransition judge(long known, SignedCheckpoint shown) {
    return HeadTransition.of(Optional.of(log.head(known)), shown);
  }

  private SignedCheckpoint checkpoint(FakeLog of, long size) {
    return open(of.checkpoint(size));
  }

  private SignedCheckpoint open(byte[] note) {
    return log.identity().open(note, List.of());
  }
}
