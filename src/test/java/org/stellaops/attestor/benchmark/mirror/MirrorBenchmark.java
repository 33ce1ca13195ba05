package org.stellaops.attestor.benchmark.mirror;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.stellaops.attestor.benchmark.fixture.BenchmarkLog;
import org.stellaops.attestor.benchmark.fixture.BenchmarkMirror;
import org.stellaops.attestor.benchmark.fixture.LogServerProcess;
import org.stellaops.attestor.benchmark.measure.HostInfo;
import org.stellaops.attestor.benchmark.measure.Workspace;
import org.stellaops.attestor.testlog.EntryGenerator;

/**
 * The mirror beside curl, and what a cycle costs once the mirror is there.
 *
 * @param home of the program: where {@code bin} is
 * @param directory for the log and everything that is written
 * @param entries of the log
 * @param entry what each is like
 * @param runs rounds, at least 1
 * @param connections of each contestant
 * @param javaOptions of the mirror
 */
record MirrorBenchmark(
    Path home,
    Path directory,
    long entries,
    EntryGenerator entry,
    int runs,
    int connections,
    String javaOptions) {
  private static final long NEW_ENTRIES = 1_000;

  /** Runs all of it; tells whether a cycle after the first one costs as little as it must. */
  boolean run(PrintWriter out) throws IOException, InterruptedException {
    String curl = Curl.version();
    BenchmarkLog log = BenchmarkLog.ofKind(directory, entries, entry);
    List<BenchmarkLog> warmUps =
        List.of(
            BenchmarkLog.warmUp(directory, entries), BenchmarkLog.secondWarmUp(directory, entries));
    print(out, "log      %s", log);
    print(out, "machine  %s", HostInfo.describe(curl));
    print(out, "");
    try (Workspace workspace = Workspace.createIn(directory);
        LogServerProcess server = LogServerProcess.start(directory)) {
      Path store = workspace.createDirectory("store");
      MirrorRound mirrorRound =
          new MirrorRound(
              log, warmUps, server, workspace, each -> mirror(store, each), new Curl(connections));
      readThroughServer(log, server.url(log.name()));
      MirrorResultTable scoreboard = new MirrorResultTable(out, entries);
      scoreboard.printHead();
      for (int round = 1; round <= runs; round++) {
        for (MirrorTool tool : MirrorRound.order(round)) {
          scoreboard.add(round, mirrorRound.run(tool, round));
        }
      }
      scoreboard.printMedians();
      print(out, "");
      IncrementalSync growth =
          IncrementalSync.measure(NEW_ENTRIES, log, server, mirrorRound.lastMirror());
      print(out, "%s", growth);
      scoreboard.printRatio();
      return growth.isWithinLimit();
    }
  }

  private BenchmarkMirror mirror(Path store, Path fresh) {
    Path launcher = home.resolve("bin/stella");
    return new BenchmarkMirror(launcher, javaOptions, connections, store, fresh);
  }

  /** Reads the log once through its server, so that nobody is the first to do so. */
  private static void readThroughServer(BenchmarkLog log, URI url) throws IOException {
    for (String path : log.paths()) {
      try (InputStream content = url.resolve(path).toURL().openStream()) {
        content.transferTo(OutputStream.nullOutputStream());
      }
    }
  }

  private static void print(PrintWriter out, String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
    out.flush();
  }
}
