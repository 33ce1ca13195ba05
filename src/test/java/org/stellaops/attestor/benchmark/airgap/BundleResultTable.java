package org.stellaops.attestor.benchmark.airgap;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.stellaops.attestor.benchmark.measure.Statistics;

/** Prints who packs and unpacks as they come, then how many times as long as tar ours takes. */
final class BundleResultTable {
  private static final String ROW = "%-6s  %-26s %8s %8s %8s %9s %7s %8s";
  private static final String RATIO = "%-44s %7s %7s %7s %8s %6s";
  private static final Map<ArchiveTool, String> TARGETS =
      Map.of(
          ArchiveTool.TAR_GZIP, "0.67",
          ArchiveTool.TAR_ZSTD, "1.3",
          ArchiveTool.UNTAR_GZIP, "1.5",
          ArchiveTool.UNTAR_ZSTD, "1.5");

  private final PrintWriter out;
  private final long bytes;
  private final Map<ArchiveTool, List<BundleRound.Measurement>> results =
      new EnumMap<>(ArchiveTool.class);

  /** For a log whose files have so many bytes together. */
  BundleResultTable(PrintWriter out, long bytes) {
    this.out = out;
    this.bytes = bytes;
    for (ArchiveTool tool : ArchiveTool.values()) {
      results.put(tool, new ArrayList<>());
    }
  }

  void printHead() {
    print(ROW, "round", "", "seconds", "flush s", "MB/s", "file MB", "peak MB", "start s");
  }

  /** One run. */
  void add(int round, ArchiveTool tool, BundleRound.Measurement run) {
    resultsOf(tool).add(run);
    print(
        ROW,
        round,
        tool.title(),
        decimal(2, run.seconds()),
        decimal(2, run.flush()),
        decimal(0, bytes / 1e6 / run.seconds()),
        decimal(1, run.bundleBytes() / 1e6),
        decimal(0, run.peakBytes() / 1e6),
        decimal(1, run.start().toMillis() / 1e3));
  }

  /**
   * How many times as long as theirs of the same round ours takes: the median of the rounds, the
   * least and the most. Ours is on disk when it says that it is done; theirs is so only after a
   * flush.
   */
  void printRatios() {
    print(RATIO, "of each round", "median", "least", "most", "on disk", "aim");
    for (List<ArchiveTool> group : toolGroups()) {
      ArchiveTool reference = group.get(ArchiveTool.GROUP_SIZE - 1);
      for (ArchiveTool ours : group.subList(0, ArchiveTool.GROUP_SIZE - 1)) {
        List<Double> ourSeconds = values(ours, BundleRound.Measurement::seconds);
        List<Double> referenceSeconds = values(reference, BundleRound.Measurement::seconds);
        List<Double> referenceSecondsOnDisk = values(reference, run -> run.seconds() + run.flush());
        Statistics ratio = Statistics.ofRatios(ourSeconds, referenceSeconds);
        print(
            RATIO,
            ours.title() + " / " + reference.title(),
            decimal(2, ratio.median()),
            decimal(2, ratio.minimum()),
            decimal(2, ratio.maximum()),
            decimal(2, Statistics.ofRatios(ourSeconds, referenceSecondsOnDisk).median()),
            TARGETS.getOrDefault(reference, ""));
      }
    }
  }

  /**
   * Packing comes before unpacking; who of those that do the same is first changes.
   *
   * @param round from 1
   */
  static List<ArchiveTool> order(int round) {
    List<ArchiveTool> order = new ArrayList<>();
    for (List<ArchiveTool> group : toolGroups()) {
      Collections.rotate(group, round - 1);
      order.addAll(group);
    }
    return order;
  }

  /** Those that do the same, the one that is not ours last. */
  private static List<List<ArchiveTool>> toolGroups() {
    List<ArchiveTool> all = List.of(ArchiveTool.values());
    List<List<ArchiveTool>> groups = new ArrayList<>();
    for (int i = 0; i < all.size(); i += ArchiveTool.GROUP_SIZE) {
      groups.add(new ArrayList<>(all.subList(i, i + ArchiveTool.GROUP_SIZE)));
    }
    return groups;
  }

  private List<BundleRound.Measurement> resultsOf(ArchiveTool tool) {
    return results.getOrDefault(tool, List.of());
  }

  private List<Double> values(ArchiveTool tool, ToDoubleFunction<BundleRound.Measurement> number) {
    return resultsOf(tool).stream().map(number::applyAsDouble).toList();
  }

  private void print(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values).stripTrailing());
    out.flush();
  }

  private static String decimal(int digits, double number) {
    return String.format(Locale.ROOT, "%,." + digits + "f", number);
  }
}
