package org.stellaops.attestor.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Anchor;

/** The answer for a bundle with entries in several logs. */
class AnchoredTest {
  private static final Anchored ANCHORED = answer(Anchor.State.ANCHORED);
  private static final Anchored STRANGE = answer(Anchor.State.NOT_MIRRORED);
  private static final Anchored NEWER = answer(Anchor.State.BEYOND_MIRROR);
  private static final Anchored SPLIT =
      Anchored.splitView("one", new AttestorException(Failure.SPLIT_VIEW, "two histories"), "kept");
  private static final Anchored DAMAGED =
      Anchored.failed(new AttestorException(Failure.BAD_TILE, "a tile is damaged"));

  @Test
  void oneLogThatEverybodySeesIsEnough() {
    assertThat(Anchored.of(List.of(STRANGE, ANCHORED, Anchored.promised()))).isEqualTo(ANCHORED);
    assertThat(Anchored.of(List.of(STRANGE, NEWER))).isEqualTo(NEWER);
  }

  @Test
  void oneLogWithTwoHistoriesIsTooMuchWhereverItStands() {
    assertThat(Anchored.of(List.of(ANCHORED, SPLIT))).isEqualTo(SPLIT);
    assertThat(Anchored.of(List.of(SPLIT, ANCHORED))).isEqualTo(SPLIT);
    assertThat(Anchored.of(List.of(DAMAGED, SPLIT))).isEqualTo(SPLIT);
  }

  @Test
  void mirrorThatCouldNotBeAskedIsNotHiddenByAnotherThatCould() {
    assertThat(Anchored.of(List.of(ANCHORED, DAMAGED))).isEqualTo(DAMAGED);
  }

  @Test
  void bundleOfWhichNoEntryIsProvedIsNotAskedAbout() {
    assertThat(Anchored.of(List.of()).state()).isEqualTo(Anchored.State.NOT_ASKED);
    assertThat(Anchored.of(List.of(Anchored.promised())).holds()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Anchor.State.class)
  void everyAnswerOfAMirrorIsOneHere(Anchor.State state) {
    assertThat(answer(state).state().word()).isEqualTo(state.word());
    assertThat(answer(state).holds()).isEqualTo(state == Anchor.State.ANCHORED);
  }

  private static Anchored answer(Anchor.State state) {
    return Anchored.of(new Anchor(state, Optional.of("one"), Optional.empty(), state.word()));
  }
}
