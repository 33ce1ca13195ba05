package org.stellaops.attestor.bench;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Prints the runs as they come, then their medians, then the ratios that it is all about. */
final class Scoreboard {
  private static final String ROW = "%-6s  %-19s %8s %8s %10s %7s %8s %6s %6s %8s %8s %7s";

  private final PrintWriter out;
  private final long entries;
  private final Map<Contestant, List<Result>> results = new EnumMap<>(Contestant.class);

  /** For a log of so many entries. */
  Scoreboard(PrintWriter out, long entries) {
    this.out = out;
    this.entries = entries;
    for (Contestant who : Contestant.values()) {
      results.put(who, new ArrayList<>());
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
  void add(int round, Result result) {
    of(result.who()).add(result);
    print(
        round,
        result.who().title(),
        decimal(2, result.seconds()),
        decimal(2, result.flush().toMillis() / 1e3),
        count(entries / result.seconds()),
        count(result.files()),
        count(result.files() / result.seconds()),
        count(result.bytes() / 1e6 / result.seconds()),
        seconds(result.usage().cpu()),
        count(result.usage().peakBytes() / 1e6),
        result.who() == Contestant.MIRROR_COLD ? seconds(result.start()) : "",
        result.others().map(Scoreboard::seconds).orElse("-"));
  }

  /** The middle of all runs of each, and how far the seconds lie apart. */
  void printMedians() {
    for (Contestant who : Contestant.values()) {
      Result any = of(who).get(0);
      Spread seconds = spread(who, Result::seconds);
      print(
          "median",
          who.title(),
          decimal(2, seconds.median()),
          decimal(2, spread(who, result -> result.flush().toMillis() / 1e3).median()),
          count(entries / seconds.median()),
          count(any.files()),
          count(any.files() / seconds.median()),
          count(any.bytes() / 1e6 / seconds.median()),
          decimal(1, spread(who, result -> result.usage().cpu().toMillis() / 1e3).median()),
          count(spread(who, result -> result.usage().peakBytes() / 1e6).median()),
          "",
          "");
    }
    for (Contestant who : Contestant.values()) {
      Spread seconds = spread(who, Result::seconds);
      print(
          "spread",
          who.title(),
          decimal(2, seconds.least()),
          "to " + decimal(2, seconds.most()),
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
    for (Contestant who : Contestant.values()) {
      if (who.verifies()) {
        out.println(
            "%s / curl --parallel: %s for all files, %s with these on disk, %s for the same requests"
                .formatted(
                    who.title(),
                    ratio(who, Contestant.CURL_ALL, Result::seconds),
                    ratio(who, Contestant.CURL_ALL, Result::secondsOnDisk),
                    ratio(who, Contestant.CURL_REQUESTED, Result::seconds)));
      }
    }
    out.flush();
  }

  private String ratio(Contestant who, Contestant curl, ToDoubleFunction<Result> seconds) {
    Spread ratio = Spread.ofRatios(numbers(who, seconds), numbers(curl, seconds));
    return "%s (%s to %s)"
        .formatted(decimal(2, ratio.median()), decimal(2, ratio.least()), decimal(2, ratio.most()));
  }

  private List<Result> of(Contestant who) {
    return results.getOrDefault(who, List.of());
  }

  private Spread spread(Contestant who, ToDoubleFunction<Result> number) {
    return Spread.of(numbers(who, number));
  }

  private List<Double> numbers(Contestant who, ToDoubleFunction<Result> number) {
    return of(who).stream().map(number::applyAsDouble).toList();
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
