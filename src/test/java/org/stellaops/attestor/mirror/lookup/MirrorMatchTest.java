package org.stellaops.attestor.mirror.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/** The answer for a bundle with entries in several logs. */
class MirrorMatchTest {
  private static final MirrorMatch ANCHORED = result(MirrorMatch.State.ANCHORED);
  private static final MirrorMatch NOT_MIRRORED = result(MirrorMatch.State.NOT_MIRRORED);
  private static final MirrorMatch BEYOND_MIRROR = result(MirrorMatch.State.BEYOND_MIRROR);
  private static final MirrorMatch SPLIT_VIEW =
      MirrorMatch.splitView(
          "one", new AttestorException(Failure.SPLIT_VIEW, "two histories"), "kept");
  private static final MirrorMatch DAMAGED =
      MirrorMatch.failed(new AttestorException(Failure.BAD_TILE, "a tile is damaged"));

  @Test
  void oneAnchoredEntrySuffices() {
    assertThat(MirrorMatch.combine(List.of(NOT_MIRRORED, ANCHORED, MirrorMatch.promiseOnly())))
        .isEqualTo(ANCHORED);
    assertThat(MirrorMatch.combine(List.of(NOT_MIRRORED, BEYOND_MIRROR))).isEqualTo(BEYOND_MIRROR);
  }

  @Test
  void splitViewOutweighsOtherResults() {
    assertThat(MirrorMatch.combine(List.of(ANCHORED, SPLIT_VIEW))).isEqualTo(SPLIT_VIEW);
    assertThat(MirrorMatch.combine(List.of(SPLIT_VIEW, ANCHORED))).isEqualTo(SPLIT_VIEW);
    assertThat(MirrorMatch.combine(List.of(DAMAGED, SPLIT_VIEW))).isEqualTo(SPLIT_VIEW);
  }

  @Test
  void failedLookupIsNotHidden() {
    assertThat(MirrorMatch.combine(List.of(ANCHORED, DAMAGED))).isEqualTo(DAMAGED);
  }

  @Test
  void bundleWithoutProvedEntryIsNotLookedUp() {
    assertThat(MirrorMatch.combine(List.of()).state()).isEqualTo(MirrorMatch.State.NOT_ASKED);
    assertThat(MirrorMatch.combine(List.of(MirrorMatch.promiseOnly())).isAnchored()).isFalse();
  }

  @Test
  void onlyAnchoredStateCountsAsAnchored() {
    for (MirrorMatch.State state : MirrorMatch.State.values()) {
      assertThat(result(state).isAnchored()).isEqualTo(state == MirrorMatch.State.ANCHORED);
      assertThat(result(state).state().label()).isEqualTo(state.name().toLowerCase(Locale.ROOT));
    }
  }

  private static MirrorMatch result(MirrorMatch.State state) {
    return MirrorMatch.of(state, Optional.of("one"), Optional.empty(), state.label());
  }
}
