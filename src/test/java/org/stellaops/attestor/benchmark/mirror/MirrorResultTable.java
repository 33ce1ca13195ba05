package org.stellaops.attestor.benchmark.mirror;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.stellaops.attestor.benchmark.measure.Statistics;

/** Prints the runs as they come, then their medians, then the ratios that it is all about. */
final class MirrorResultTable {
  private static final String ROW = "%-6s  %-19s %8s %8s %10s %7s %8s %6s %6s %8s %8s %7s";

  private final PrintWriter out;
  private final long entries;
  private final Map<MirrorTool, List<MirrorResult>> results = new EnumMap<>(MirrorTool.class);

  /** For a log of so many entries. */
  MirrorResultTable(PrintWriter out, long entries) {
    this.out = out;
    this.entries = entries;
    for (MirrorTool tool : MirrorTool.values()) {
      results.put(tool, new ArrayList<>());
    }
  }

  void printHead() {
    print(
        "round",
        "",
        "seconds",
        "flush s",
        "entries/s",
        "files",
        "files/s",
        "MB/s",
        "cpu s",
        "peak MB",
        "start s",
        "others");
  }

  /** One run. */
  void add(int round, MirrorResult result) {
    resultsOf(result.tool()).add(result);
    print(
        round,
        result.tool().title(),
        decimal(2, result.seconds()),
        decimal(2, result.flush().toMillis() / 1e3),
        count(entries / result.seconds()),
        count(result.files()),
        count(result.files() / result.seconds()),
        count(result.bytes() / 1e6 / result.seconds()),
        seconds(result.usage().cpu()),
        count(result.usage().peakBytes() / 1e6),
        result.tool() == MirrorTool.MIRROR_COLD ? seconds(result.overhead()) : "",
        result.otherCpu().map(MirrorResultTable::seconds).orElse("-"));
  }

  /** The middle of all runs of each, and how far the seconds lie apart. */
  void printMedians() {
    for (MirrorTool tool : MirrorTool.values()) {
      MirrorResult first = resultsOf(tool).get(0);
      Statistics seconds = statistics(tool, MirrorResult::seconds);
      print(
          "median",
          tool.title(),
          decimal(2, seconds.median()),
          decimal(2, statistics(tool, result -> result.flush().toMillis() / 1e3).median()),
          count(entries / seconds.median()),
          count(first.files()),
          count(first.files() / seconds.median()),
          count(first.bytes() / 1e6 / seconds.median()),
          decimal(1, statistics(tool, result -> result.usage().cpu().toMillis() / 1e3).median()),
          count(statistics(tool, result -> result.usage().peakBytes() / 1e6).median()),
          "",
          "");
    }
    for (MirrorTool tool : MirrorTool.values()) {
      Statistics seconds = statistics(tool, MirrorResult::seconds);
      print(
          "spread",
          tool.title(),
          decimal(2, seconds.minimum()),
          "to " + decimal(2, seconds.maximum()),
          "",
          "",
          "",
          "",
          "",
          "",
          "",
          "");
    }
  }

  /**
   * How many times as long as curl of the same round the mirror takes: the median of the rounds,
   * the least and the most. The pace of a machine changes, and within a round it changes least.
   */
  void printRatio() {
    for (MirrorTool tool : MirrorTool.values()) {
      if (tool.verifies()) {
        out.println(
            "%s / curl --parallel: %s for all files, %s with these on disk, %s for the same requests"
                .formatted(
                    tool.title(),
                    ratio(tool, MirrorTool.CURL_ALL, MirrorResult::seconds),
                    ratio(tool, MirrorTool.CURL_ALL, MirrorResult::secondsOnDisk),
                    ratio(tool, MirrorTool.CURL_REQUESTED, MirrorResult::seconds)));
      }
    }
    out.flush();
  }

  private String ratio(MirrorTool tool, MirrorTool curl, ToDoubleFunction<MirrorResult> seconds) {
    Statistics ratio = Statistics.ofRatios(values(tool, seconds), values(curl, seconds));
    return "%s (%s to %s)"
        .formatted(
            decimal(2, ratio.median()), decimal(2, ratio.minimum()), decimal(2, ratio.maximum()));
  }

  private List<MirrorResult> resultsOf(MirrorTool tool) {
    return results.getOrDefault(tool, List.of());
  }

  private Statistics statistics(MirrorTool tool, ToDoubleFunction<MirrorResult> number) {
    return Statistics.of(values(tool, number));
  }

  private List<Double> values(MirrorTool tool, ToDoubleFunction<MirrorResult> number) {
    return resultsOf(tool).stream().map(number::applyAsDouble).toList();
  }

  private void print(Object... cells) {
    out.println(String.format(ROW, cells).stripTrailing());
    out.flush();
  }

  private static String seconds(Duration duration) {
    return decimal(1, duration.toMillis() / 1e3);
  }

  private static String decimal(int digits, double number) {
    return String.format(Locale.ROOT, "%." + digits + "f", number);
  }

  private static String count(double number) {
    return String.format(Locale.ROOT, "%,.0f", number);
  }
}
