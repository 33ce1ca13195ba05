package org.stellaops.attestor.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.stellaops.attestor.fakelog.FakeEntries;

/**
 * Export and import beside tar, gzip and zstd, in turns.
 *
 * @param home of the program: where {@code bin} is
 * @param directory for the log and everything that is written
 * @param entries of the log
 * @param entry what each is like
 * @param runs rounds, at least 1
 * @param javaOptions of the program
 */
record BundleBenchmark(
    Path home, Path directory, long entries, FakeEntries entry, int runs, String javaOptions) {
  private static final int CONNECTIONS = 8;
  private static final String ROW = "%-6s  %-26s %8s %8s %8s %9s %7s %8s";
  private static final String RATIO = "%-44s %7s %7s %7s %8s %6s";

  void run(PrintWriter out) throws IOException, InterruptedException {
    BenchLog log = BenchLog.measured(directory, entries, entry);
    BenchLog warmUp = BenchLog.warmUp(directory, entries);
    print(out, "log      %s", log);
    print(out, "machine  %s", Machine.describe("tar, gzip and zstd of the system"));
    try (Workspace workspace = Workspace.in(directory)) {
      Path store = workspace.fresh("store");
      Mirror mirror =
          new Mirror(launcher(), javaOptions, CONNECTIONS, store, workspace.fresh("source"));
      try (ServedLogs server = ServedLogs.start(directory)) {
        mirror.requireSame(log, mirror.sync(log, Optional.of(warmUp), server));
      }
      BundleRound round = new BundleRound(launcher(), javaOptions, log, warmUp, workspace, mirror);
      long bytes = log.bytes(log.paths());
      print(out, "");
      print(out, ROW, "round", "", "seconds", "flush s", "MB/s", "file MB", "peak MB", "start s");
      Map<Carrier, List<Double>> seconds = new EnumMap<>(Carrier.class);
      Map<Carrier, List<Double>> durable = new EnumMap<>(Carrier.class);
      for (int number = 1; number <= runs; number++) {
        for (Carrier who : order(number)) {
          BundleRound.Measured measured = round.run(who, number);
          seconds.computeIfAbsent(who, same -> new ArrayList<>()).add(measured.seconds());
          durable
              .computeIfAbsent(who, same -> new ArrayList<>())
              .add(measured.seconds() + measured.flush());
          print(
              out,
              ROW,
              number,
              who.title(),
              decimal(2, measured.seconds()),
              decimal(2, measured.flush()),
              decimal(0, bytes / 1e6 / measured.seconds()),
              decimal(1, measured.bundleBytes() / 1e6),
              decimal(0, measured.peakBytes() / 1e6),
              decimal(1, measured.start().toMillis() / 1e3));
        }
      }
      print(out, "");
      print(out, RATIO, "medians", "ratio", "least", "most", "on disk", "aim");
      Map<Carrier, String> aims =
          Map.of(
              Carrier.TAR_GZIP, "0.67",
              Carrier.TAR_ZSTD, "1.3",
              Carrier.UNTAR_GZIP, "1.5",
              Carrier.UNTAR_ZSTD, "1.5");
      for (List<Carrier> rivals : rivals()) {
        Carrier theirs = rivals.get(Carrier.RIVALS - 1);
        for (Carrier ours : rivals.subList(0, Carrier.RIVALS - 1)) {
          ratio(out, seconds, durable, ours, theirs, aims.getOrDefault(theirs, ""));
        }
      }
    }
  }

  /** Packing comes before unpacking; who of those that do the same is first changes. */
  private static List<Carrier> order(int round) {
    List<Carrier> order = new ArrayList<>();
    for (List<Carrier> rivals : rivals()) {
      Collections.rotate(rivals, round - 1);
      order.addAll(rivals);
    }
    return order;
  }

  private static List<List<Carrier>> rivals() {
    List<Carrier> all = List.of(Carrier.values());
    List<List<Carrier>> groups = new ArrayList<>();
    for (int i = 0; i < all.size(); i += Carrier.RIVALS) {
      groups.add(new ArrayList<>(all.subList(i, i + Carrier.RIVALS)));
    }
    return groups;
  }

  private Path launcher() {
    return home.resolve("bin/stella");
  }

  /** Ours is on disk when it says that it is done; theirs is so only after a flush. */
  private static void ratio(
      PrintWriter out,
      Map<Carrier, List<Double>> seconds,
      Map<Carrier, List<Double>> durable,
      Carrier ours,
      Carrier theirs,
      String aim) {
    Spread mine = Spread.of(seconds.getOrDefault(ours, List.of()));
    Spread other = Spread.of(seconds.getOrDefault(theirs, List.of()));
    Spread flushed = Spread.of(durable.getOrDefault(theirs, List.of()));
    print(
        out,
        RATIO,
        ours.title() + " / " + theirs.title(),
        decimal(2, mine.median() / other.median()),
        decimal(2, mine.least() / other.least()),
        decimal(2, mine.most() / other.most()),
        decimal(2, mine.median() / flushed.median()),
        aim);
  }

  private static void print(PrintWriter out, String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values).stripTrailing());
    out.flush();
  }

  private static String decimal(int digits, double number) {
    return String.format(Locale.ROOT, "%,." + digits + "f", number);
  }
}
