package org.stellaops.attestor.benchmark.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.benchmark.mirror.MirrorTool.CURL_ALL;
import static org.stellaops.attestor.benchmark.mirror.MirrorTool.CURL_REQUESTED;
import static org.stellaops.attestor.benchmark.mirror.MirrorTool.MIRROR;
import static org.stellaops.attestor.benchmark.mirror.MirrorTool.MIRROR_COLD;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.benchmark.measure.ResourceUsage;
import org.stellaops.attestor.benchmark.measure.Statistics;

class MirrorResultTableTest {
  private final StringWriter text = new StringWriter();
  private final MirrorResultTable scoreboard =
      new MirrorResultTable(new PrintWriter(text), 1_000_000);

  @Test
  void printsMediansOfAllRoundsAndRatiosPerRound() {
    scoreboard.printHead();
    round(1, 4000, 3000, 2000);
    round(2, 6000, 2500, 3000);
    round(3, 5000, 2400, 2500);
    scoreboard.printMedians();
    scoreboard.printRatio();

    assertThat(text.toString().lines())
        .contains(
            "round                        seconds  flush s  entries/s   files  files/s   MB/s  cpu"
                + " s  peak MB  start s  others",
            "1       mirror, warm            4.00     0.00    250,000   7,832    1,958    250   "
                + " 4.0      300              0.2",
            "1       mirror, cold            8.00     0.00    125,000   7,832      979    125   "
                + " 8.0      300      1.5     0.2",
            "1       curl, all files         2.00     0.50    500,000   7,832    3,916    500   "
                + " 2.0       13                -",
            "median  mirror, warm            5.00     0.00    200,000   7,832    1,566    200   "
                + " 5.0      300",
            "spread  mirror, warm            4.00  to 6.00",
            "mirror, warm / curl --parallel: 2.00 (2.00 to 2.00) for all files,"
                + " 1.67 (1.60 to 1.71) with these on disk,"
                + " 2.08 (1.33 to 2.40) for the same requests",
            "mirror, cold / curl --parallel: 4.00 (4.00 to 4.00) for all files,"
                + " 3.33 (3.20 to 3.43) with these on disk,"
                + " 4.17 (2.67 to 4.80) for the same requests");
  }

  @Test
  void medianOfTwoIsTheirMean() {
    assertThat(Statistics.of(List.of(3.0, 1.0))).isEqualTo(new Statistics(2, 1, 3));
  }

  @Test
  void mirrorStartsFirstAndToolsRotate() {
    assertThat(List.of(MirrorRound.order(1), MirrorRound.order(2), MirrorRound.order(3)))
        .containsExactly(
            List.of(MIRROR, MIRROR_COLD, CURL_REQUESTED, CURL_ALL),
            List.of(MIRROR_COLD, CURL_REQUESTED, CURL_ALL, MIRROR),
            List.of(CURL_REQUESTED, CURL_ALL, MIRROR, MIRROR_COLD));
    assertThat(MirrorRound.order(5)).isEqualTo(MirrorRound.order(1));
  }

  @Test
  void tooManyRequestsForGrowthAreReported() {
    IncrementalSync withinLimit = new IncrementalSync(1_000, 20, Duration.ofMillis(250));
    IncrementalSync aboveLimit = new IncrementalSync(1_000, 21, Duration.ofMillis(250));

    assertThat(withinLimit.isWithinLimit()).isTrue();
    assertThat(withinLimit)
        .hasToString("growth by 1,000 entries: 20 requests in 0.25 s; not more than 20");
    assertThat(aboveLimit.isWithinLimit()).isFalse();
    assertThat(aboveLimit).asString().endsWith("WRONG: more than 20");
  }

  private void round(int round, int mirror, int requested, int all) {
    Duration start = Duration.ofMillis(1500);
    ResourceUsage usage =
        new ResourceUsage(millis(mirror).plus(start), millis(mirror), 300_000_000);
    scoreboard.add(round, mirror(MIRROR, mirror, usage));
    ResourceUsage cold =
        new ResourceUsage(millis(2 * mirror).plus(start), millis(2 * mirror), 300_000_000);
    scoreboard.add(round, mirror(MIRROR_COLD, 2 * mirror, cold));
    scoreboard.add(round, curl(CURL_REQUESTED, requested));
    scoreboard.add(round, curl(CURL_ALL, all));
  }

  private static MirrorResult mirror(MirrorTool tool, int time, ResourceUsage usage) {
    Optional<Duration> otherCpu = Optional.of(millis(200));
    return new MirrorResult(
        tool, millis(time), Duration.ZERO, usage, 7832, 1_000_000_000, otherCpu);
  }

  private static MirrorResult curl(MirrorTool tool, int time) {
    ResourceUsage usage = new ResourceUsage(millis(time), millis(time), 13_000_000);
    return new MirrorResult(
        tool, millis(time), millis(500), usage, 7832, 1_000_000_000, Optional.empty());
  }

  private static Duration millis(int millis) {
    return Duration.ofMillis(millis);
  }
}
