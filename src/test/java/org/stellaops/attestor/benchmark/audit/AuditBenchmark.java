package org.stellaops.attestor.benchmark.audit;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.stellaops.attestor.benchmark.fixture.BenchmarkLog;
import org.stellaops.attestor.benchmark.fixture.BenchmarkMirror;
import org.stellaops.attestor.benchmark.measure.ResourceUsage;
import org.stellaops.attestor.benchmark.measure.Statistics;

/**
 * The check of a mirror beside programs that only hash its files, all of them with the files in the
 * cache of the system.
 *
 * @param mirror of the log, and of another one before it
 * @param log that is mirrored
 * @param runs rounds, at least 1
 * @param out where the runs are printed
 */
record AuditBenchmark(BenchmarkMirror mirror, BenchmarkLog log, int runs, PrintWriter out) {
  private static final String WARM = "verify, warm";
  private static final String COLD = "verify, cold";
  private static final String SHA256SUM = "sha256sum, 2 of them";
  private static final String OPENSSL = "openssl, 2 of them";
  private static final String ROW = "%-6s  %-21s %8s %10s %7s%n";

  /** Something that was measured. */
  @FunctionalInterface
  private interface Measurement {
    ResourceUsage run() throws IOException, InterruptedException;
  }

  /** Prints all rounds; gives the entries a second of the warm check, of its fastest round. */
  double run() throws IOException, InterruptedException {
    Map<String, Measurement> measurements = new LinkedHashMap<>();
    measurements.put(WARM, mirror::verifyWarm);
    measurements.put(COLD, mirror::verify);
    measurements.put(SHA256SUM, () -> hash(HashBaseline.SHA256SUM));
    measurements.put(OPENSSL, () -> hash(HashBaseline.OPENSSL));
    hash(HashBaseline.OPENSSL); // whoever reads first reads from the disk
    Map<String, List<ResourceUsage>> all = new LinkedHashMap<>();
    out.printf(ROW, "round", "", "seconds", "entries/s", "cpu s");
    for (int round = 1; round <= runs; round++) {
      for (Map.Entry<String, Measurement> each : measurements.entrySet()) {
        ResourceUsage usage = each.getValue().run();
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

  private ResourceUsage hash(HashBaseline program) throws IOException, InterruptedException {
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
  private void ratio(Map<String, List<ResourceUsage>> all, String measured, String compared) {
    List<ResourceUsage> measuredUsages = all.getOrDefault(measured, List.of());
    List<ResourceUsage> comparedUsages = all.getOrDefault(compared, List.of());
    out.printf(
        Locale.ROOT,
        "%s / %s: %.2f by the clock, %.2f by the processors%n",
        measured,
        compared,
        seconds(wall(measuredUsages)) / seconds(wall(comparedUsages)),
        seconds(cpu(measuredUsages)) / seconds(cpu(comparedUsages)));
    out.flush();
  }

  private static Duration wall(List<ResourceUsage> usages) {
    return median(usages.stream().map(ResourceUsage::wall).toList());
  }

  private static Duration cpu(List<ResourceUsage> usages) {
    return median(usages.stream().map(ResourceUsage::cpu).toList());
  }

  private static Duration median(List<Duration> durations) {
    double middle =
        Statistics.of(durations.stream().map(each -> (double) each.toNanos()).toList()).median();
    return Duration.ofNanos(Math.round(middle));
  }

  private static double fastest(List<ResourceUsage> usages) {
    return usages.stream().mapToDouble(usage -> seconds(usage.wall())).min().orElse(1);
  }

  private static double seconds(Duration duration) {
    return Math.max(0.001, duration.toNanos() / 1e9);
  }
}
