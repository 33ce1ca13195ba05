package org.stellaops.attestor.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The check of a mirror beside programs that only hash its files, all of them with the files in the
 * cache of the system.
 *
 * @param mirror of the log, and of another one before it
 * @param log that is mirrored
 * @param runs rounds, at least 1
 * @param out where the runs are printed
 */
record VerifyBenchmark(Mirror mirror, BenchLog log, int runs, PrintWriter out) {
  private static final String WARM = "verify, warm";
  private static final String COLD = "verify, cold";
  private static final String SHA256SUM = "sha256sum, 2 of them";
  private static final String OPENSSL = "openssl, 2 of them";
  private static final String ROW = "%-6s  %-21s %8s %10s %7s%n";

  /** Something that was measured. */
  @FunctionalInterface
  private interface Turn {
    Usage take() throws IOException, InterruptedException;
  }

  /** Prints all rounds; gives the entries a second of the warm check, of its fastest round. */
  double run() throws IOException, InterruptedException {
    Map<String, Turn> turns = new LinkedHashMap<>();
    turns.put(WARM, mirror::verifyWarm);
    turns.put(COLD, mirror::verify);
    turns.put(SHA256SUM, () -> hash(Digests.SHA256SUM));
    turns.put(OPENSSL, () -> hash(Digests.OPENSSL));
    hash(Digests.OPENSSL); // whoever reads first reads from the disk
    Map<String, List<Usage>> all = new LinkedHashMap<>();
    out.printf(ROW, "round", "", "seconds", "entries/s", "cpu s");
    for (int round = 1; round <= runs; round++) {
      for (Map.Entry<String, Turn> each : turns.entrySet()) {
        Usage usage = each.getValue().take();
        all.computeIfAbsent(each.getKey(), name -> new ArrayList<>()).add(usage);
        print(Integer.toString(round), each.getKey(), usage.wall(), usage.cpu());
      }
    }
    all.forEach((name, usages) -> print("median", name, wall(usages), cpu(usages)));
    ratio(all, WARM, SHA256SUM);
    ratio(all, WARM, OPENSSL);
    ratio(all, COLD, SHA256SUM);
    return log.size() / fastest(all.getOrDefault(WARM, List.of()));
  }

  private Usage hash(Digests program) throws IOException, InterruptedException {
    return program.hash(mirror.tree(log), mirror.directory().resolve("digests.said"));
  }

  private void print(String round, String name, Duration wall, Duration cpu) {
    out.printf(
        Locale.ROOT,
        "%-6s  %-21s %8.2f %,10.0f %7.2f%n",
        round,
        name,
        seconds(wall),
        log.size() / seconds(wall),
        seconds(cpu));
    out.flush();
  }

  /** How many times as long, by the clock and by the processors. */
  private void ratio(Map<String, List<Usage>> all, String one, String other) {
    List<Usage> ours = all.getOrDefault(one, List.of());
    List<Usage> theirs = all.getOrDefault(other, List.of());
    out.printf(
        Locale.ROOT,
        "%s / %s: %.2f by the clock, %.2f by the processors%n",
        one,
        other,
        seconds(wall(ours)) / seconds(wall(theirs)),
        seconds(cpu(ours)) / seconds(cpu(theirs)));
    out.flush();
  }

  private static Duration wall(List<Usage> usages) {
    return median(usages.stream().map(Usage::wall).toList());
  }

  private static Duration cpu(List<Usage> usages) {
    return median(usages.stream().map(Usage::cpu).toList());
  }

  private static Duration median(List<Duration> durations) {
    double middle =
        Spread.of(durations.stream().map(each -> (double) each.toNanos()).toList()).median();
    return Duration.ofNanos(Math.round(middle));
  }

  private static double fastest(List<Usage> usages) {
    return usages.stream().mapToDouble(usage -> seconds(usage.wall())).min().orElse(1);
  }

  private static double seconds(Duration duration) {
    return Math.max(0.001, duration.toNanos() / 1e9);
  }
}
