package org.stellaops.attestor.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.lookup.MirrorMatch;

/** The answer for a bundle with entries in several logs. */
class MirrorLookupResultTest {
  private static final MirrorLookupResult ANCHORED = result(MirrorMatch.State.ANCHORED);
  private static final MirrorLookupResult NOT_MIRRORED = result(MirrorMatch.State.NOT_MIRRORED);
  private static final MirrorLookupResult BEYOND_MIRROR = result(MirrorMatch.State.BEYOND_MIRROR);
  private static final MirrorLookupResult SPLIT_VIEW =
      MirrorLookupResult.splitView(
          "one", new AttestorException(Failure.SPLIT_VIEW, "two histories"), "kept");
  private static final MirrorLookupResult DAMAGED =
      MirrorLookupResult.failed(new AttestorException(Failure.BAD_TILE, "a tile is damaged"));

  @Test
  void oneAnchoredEntrySuffices() {
    assertThat(
            MirrorLookupResult.of(
                List.of(NOT_MIRRORED, ANCHORED, MirrorLookupResult.promiseOnly())))
        .isEqualTo(ANCHORED);
    assertThat(MirrorLookupResult.of(List.of(NOT_MIRRORED, BEYOND_MIRROR)))
        .isEqualTo(BEYOND_MIRROR);
  }

  @Test
  void splitViewOutweighsOtherResults() {
    assertThat(MirrorLookupResult.of(List.of(ANCHORED, SPLIT_VIEW))).isEqualTo(SPLIT_VIEW);
    assertThat(MirrorLookupResult.of(List.of(SPLIT_VIEW, ANCHORED))).isEqualTo(SPLIT_VIEW);
    assertThat(MirrorLookupResult.of(List.of(DAMAGED, SPLIT_VIEW))).isEqualTo(SPLIT_VIEW);
  }

  @Test
  void failedLookupIsNotHidden() {
    assertThat(MirrorLookupResult.of(List.of(ANCHORED, DAMAGED))).isEqualTo(DAMAGED);
  }

  @Test
  void bundleWithoutProvedEntryIsNotLookedUp() {
    assertThat(MirrorLookupResult.of(List.of()).state())
        .isEqualTo(MirrorLookupResult.State.NOT_ASKED);
    assertThat(MirrorLookupResult.of(List.of(MirrorLookupResult.promiseOnly())).isAnchored())
        .isFalse();
  }

  @ParameterizedTest
  @EnumSource(MirrorMatch.State.class)
  void everyMirrorStateIsMapped(MirrorMatch.State state) {
    assertThat(result(state).state().label()).isEqualTo(state.label());
    assertThat(result(state).isAnchored()).isEqualTo(state == MirrorMatch.State.ANCHORED);
  }

  private static MirrorLookupResult result(MirrorMatch.State state) {
    return MirrorLookupResult.of(
        new MirrorMatch(state, Optional.of("one"), Optional.empty(), state.label()));
  }
}
