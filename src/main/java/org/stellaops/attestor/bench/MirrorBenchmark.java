package org.stellaops.attestor.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.stellaops.attestor.fakelog.FakeEntries;

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
    FakeEntries entry,
    int runs,
    int connections,
    String javaOptions) {
  private static final long NEW_ENTRIES = 1_000;

  /** Runs all of it; tells whether a cycle after the first one costs as little as it must. */
  boolean run(PrintWriter out) throws IOException, InterruptedException {
    String curl = Curl.version();
    BenchLog log = BenchLog.measured(directory, entries, entry);
    List<BenchLog> warmUps =
        List.of(BenchLog.warmUp(directory, entries), BenchLog.secondWarmUp(directory, entries));
    print(out, "log      %s", log);
    print(out, "machine  %s", Machine.describe(curl));
    print(out, "");
    try (Workspace workspace = Workspace.in(directory);
        ServedLogs server = ServedLogs.start(directory)) {
      Path store = workspace.fresh("store");
      Contest contest =
          new Contest(
              log, warmUps, server, workspace, each -> mirror(store, each), new Curl(connections));
      read(log, server.url(log.name()));
      Scoreboard scoreboard = new Scoreboard(out, entries);
      scoreboard.printHead();
      for (int round = 1; round <= runs; round++) {
        for (Contestant who : Contest.order(round)) {
          scoreboard.add(round, contest.run(who, round));
        }
      }
      scoreboard.printMedians();
      print(out, "");
      Growth growth = Growth.of(NEW_ENTRIES, log, server, contest.lastMirror());
      print(out, "%s", growth);
      scoreboard.printRatio();
      return growth.isModest();
    }
  }

  private Mirror mirror(Path store, Path fresh) {
    Path launcher = home.resolve("bin/stella");
    return new Mirror(launcher, javaOptions, connections, store, fresh);
  }

  /** Reads the log once through its server, so that nobody is the first to do so. */
  private static void read(BenchLog log, URI url) throws IOException {
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
