package org.stellaops.attestor.mirror.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.TreeHead;

class LogStateTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final FakeLog LOG = FakeLog.named("state.example").grow(600);

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, true",
    "0, 0, 1, false",
    "0, 600, 600, false",
    "300, 300, 600, false",
    "300, 512, 600, false",
    "600, 600, 600, true"
  })
  void acceptsMirroredUpToCoveredUpToPending(
      long mirrored, long covered, long pending, boolean whole) {
    assertThat(state(LOG.head(mirrored), covered, LOG.head(pending)).isComplete()).isEqualTo(whole);
  }

  @ParameterizedTest
  @CsvSource({"300, 299, 600", "0, 601, 600", "600, 600, 300", "0, -1, 600"})
  void rejectsSizesOutOfOrder(long mirrored, long covered, long pending) {
    assertThatThrownBy(() -> state(LOG.head(mirrored), covered, LOG.head(pending)))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(mirrored + ", " + covered + ", " + pending);
  }

  @Test
  void rejectsTwoRootsForOneSize() {
    TreeHead other = LOG.fork(599).grow(1).head();
    assertThatThrownBy(() -> state(other, 600, LOG.head())).isInstanceOf(MalformedException.class);
  }

  private static LogState state(TreeHead mirrored, long covered, TreeHead pending) {
    return new LogState(
        LOG.identity().origin(),
        "state",
        pending,
        mirrored,
        covered,
        0,
        false,
        NOON,
        NOON,
        Optional.empty(),
        Optional.empty());
  }
}
