package org.stellaops.attestor.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
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

  void run(PrintWriter out) throws IOException, InterruptedException {
    BenchLog log = BenchLog.measured(directory, entries, entry);
    BenchLog warmUp = BenchLog.warmUp(directory, entries);
    out.println("log      " + log);
    out.println("machine  " + Machine.describe("tar, gzip and zstd of the system"));
    out.println();
    out.flush();
    try (Workspace workspace = Workspace.in(directory)) {
      Mirror mirror = mirror(log, warmUp, workspace);
      BundleRound round = new BundleRound(launcher(), javaOptions, log, warmUp, workspace, mirror);
      BundleScoreboard scoreboard = new BundleScoreboard(out, log.bytes(log.paths()));
      scoreboard.printHead();
      for (int number = 1; number <= runs; number++) {
        for (Carrier who : BundleScoreboard.order(number)) {
          scoreboard.add(number, who, round.run(who, number));
        }
      }
      out.println();
      scoreboard.printRatios();
    }
  }

  private Mirror mirror(BenchLog log, BenchLog warmUp, Workspace workspace)
      throws IOException, InterruptedException {
    Path store = workspace.fresh("store");
    Mirror mirror =
        new Mirror(launcher(), javaOptions, CONNECTIONS, store, workspace.fresh("source"));
    try (ServedLogs server = ServedLogs.start(directory)) {
      mirror.requireSame(log, mirror.sync(log, List.of(warmUp), server));
    }
    return mirror;
  }

  private Path launcher() {
    return home.resolve("bin/stella");
  }
}
