package org.stellaops.attestor.benchmark.airgap;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.stellaops.attestor.benchmark.fixture.BenchmarkLog;
import org.stellaops.attestor.benchmark.fixture.BenchmarkMirror;
import org.stellaops.attestor.benchmark.fixture.LogServerProcess;
import org.stellaops.attestor.benchmark.measure.HostInfo;
import org.stellaops.attestor.benchmark.measure.Workspace;
import org.stellaops.attestor.testlog.EntryGenerator;

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
    Path home, Path directory, long entries, EntryGenerator entry, int runs, String javaOptions) {
  private static final int CONNECTIONS = 8;

  void run(PrintWriter out) throws IOException, InterruptedException {
    BenchmarkLog log = BenchmarkLog.ofKind(directory, entries, entry);
    BenchmarkLog warmUp = BenchmarkLog.warmUp(directory, entries);
    out.println("log      " + log);
    out.println("machine  " + HostInfo.describe("tar, gzip and zstd of the system"));
    out.println();
    out.flush();
    try (Workspace workspace = Workspace.createIn(directory)) {
      BenchmarkMirror mirror = mirror(log, warmUp, workspace);
      BundleRound round = new BundleRound(launcher(), javaOptions, log, warmUp, workspace, mirror);
      BundleResultTable scoreboard = new BundleResultTable(out, log.bytes(log.paths()));
      scoreboard.printHead();
      for (int roundNumber = 1; roundNumber <= runs; roundNumber++) {
        for (ArchiveTool tool : BundleResultTable.order(roundNumber)) {
          scoreboard.add(roundNumber, tool, round.run(tool, roundNumber));
        }
      }
      out.println();
      scoreboard.printRatios();
    }
  }

  private BenchmarkMirror mirror(BenchmarkLog log, BenchmarkLog warmUp, Workspace workspace)
      throws IOException, InterruptedException {
    Path store = workspace.createDirectory("store");
    BenchmarkMirror mirror =
        new BenchmarkMirror(
            launcher(), javaOptions, CONNECTIONS, store, workspace.createDirectory("source"));
    try (LogServerProcess server = LogServerProcess.start(directory)) {
      mirror.requireIdentical(log, mirror.sync(log, List.of(warmUp), server));
    }
    return mirror;
  }

  private Path launcher() {
    return home.resolve("bin/stella");
  }
}
