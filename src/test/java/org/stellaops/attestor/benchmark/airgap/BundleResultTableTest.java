package org.stellaops.attestor.benchmark.airgap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BundleResultTableTest {
  private final StringWriter text = new StringWriter();
  private final BundleResultTable scoreboard =
      new BundleResultTable(new PrintWriter(text), 1_000_000_000);

  @Test
  void printsRatioOfEachRoundAndCountsFlushTimeOfTar() {
    scoreboard.printHead();
    for (int round = 1; round <= 3; round++) {
      for (ArchiveTool tool : ArchiveTool.values()) {
        scoreboard.add(round, tool, run(tool, round));
      }
    }
    scoreboard.printRatios();

    assertThat(text.toString().lines())
        .contains(
            "round                               seconds  flush s     MB/s   file MB peak MB  start"
                + " s",
            "1       export .tar.zst                3.00     0.00      333     440.2     300     "
                + " 1.5",
            "1       tar | zstd -1                  2.00     0.50      500     440.2     300     "
                + " 0.0",
            "of each round                                 median   least    most  on disk    aim",
            "export .tar.zst / tar | zstd -1                 1.33    1.25    1.50     1.14    1.3",
            "import .tar.gz, warm / gzip -dc | tar x         1.33    1.25    1.50     1.14    1.5");
  }

  @Test
  void packsFirstAndRotatesTools() {
    assertThat(List.of(1, 2, 3))
        .extracting(round -> BundleResultTable.order(round).get(0))
        .containsExactly(
            ArchiveTool.EXPORT_GZIP, ArchiveTool.TAR_GZIP, ArchiveTool.EXPORT_GZIP_WARM);
    assertThat(BundleResultTable.order(2)).hasSameElementsAs(List.of(ArchiveTool.values()));
    assertThat(BundleResultTable.order(2).get(6).name()).startsWith("UNTAR");
  }

  private static BundleRound.Measurement run(ArchiveTool tool, int round) {
    boolean reference = tool.title().contains("|");
    return new BundleRound.Measurement(
        (reference ? 1 : 2) + round,
        reference ? 0.5 : 0,
        440_200_000,
        300_000_000,
        Duration.ofMillis(reference ? 0 : 1500));
  }
}
