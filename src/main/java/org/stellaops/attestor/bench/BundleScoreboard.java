package org.stellaops.attestor.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Prints who packs and unpacks as they come, then how many times as long as tar ours takes. */
final class BundleScoreboard {
  private static final String ROW = "%-6s  %-26s %8s %8s %8s %9s %7s %8s";
  private static final String RATIO = "%-44s %7s %7s %7s %8s %6s";
  private static final Map<Carrier, String> AIMS =
      Map.of(
          Carrier.TAR_GZIP, "0.67",
          Carrier.TAR_ZSTD, "1.3",
          Carrier.UNTAR_GZIP, "1.5",
          Carrier.UNTAR_ZSTD, "1.5");

  private final PrintWriter out;
  private final long bytes;
  private final Map<Carrier, List<BundleRound.Measured>> results = new EnumMap<>(Carrier.class);

  /** For a log whose files have so many bytes together. */
  BundleScoreboard(PrintWriter out, long bytes) {
    this.out = out;
    this.bytes = bytes;
    for (Carrier who : Carrier.values()) {
      results.put(who, new ArrayList<>());
    }
  }

  void printHead() {
    print(ROW, "round", "", "seconds", "flush s", "MB/s", "file MB", "peak MB", "start s");
  }

  /** One run. */
  void add(int round, Carrier who, BundleRound.Measured run) {
    of(who).add(run);
    print(
        ROW,
        round,
        who.title(),
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
    for (List<Carrier> rivals : rivals()) {
      Carrier theirs = rivals.get(Carrier.RIVALS - 1);
      for (Carrier ours : rivals.subList(0, Carrier.RIVALS - 1)) {
        List<Double> mine = numbers(ours, BundleRound.Measured::seconds);
        List<Double> other = numbers(theirs, BundleRound.Measured::seconds);
        List<Double> flushed = numbers(theirs, run -> run.seconds() + run.flush());
        Spread ratio = Spread.ofRatios(mine, other);
        print(
            RATIO,
            ours.title() + " / " + theirs.title(),
            decimal(2, ratio.median()),
            decimal(2, ratio.least()),
            decimal(2, ratio.most()),
            decimal(2, Spread.ofRatios(mine, flushed).median()),
            AIMS.getOrDefault(theirs, ""));
      }
    }
  }

  /**
   * Packing comes before unpacking; who of those that do the same is first changes.
   *
   * @param round from 1
   */
  static List<Carrier> order(int round) {
    List<Carrier> order = new ArrayList<>();
    for (List<Carrier> rivals : rivals()) {
      Collections.rotate(rivals, round - 1);
      order.addAll(rivals);
    }
    return order;
  }

  /** Those that do the same, the one that is not ours last. */
  private static List<List<Carrier>> rivals() {
    List<Carrier> all = List.of(Carrier.values());
    List<List<Carrier>> groups = new ArrayList<>();
    for (int i = 0; i < all.size(); i += Carrier.RIVALS) {
      groups.add(new ArrayList<>(all.subList(i, i + Carrier.RIVALS)));
    }
    return groups;
  }

  private List<BundleRound.Measured> of(Carrier who) {
    return results.getOrDefault(who, List.of());
  }

  private List<Double> numbers(Carrier who, ToDoubleFunction<BundleRound.Measured> number) {
    return of(who).stream().map(number::applyAsDouble).toList();
  }

  private void print(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values).stripTrailing());
    out.flush();
  }

  private static String decimal(int digits, double number) {
    return String.format(Locale.ROOT, "%,." + digits + "f", number);
  }
}
