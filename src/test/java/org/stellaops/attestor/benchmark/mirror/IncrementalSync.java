package org.stellaops.attestor.benchmark.mirror;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.stellaops.attestor.benchmark.fixture.BenchmarkLog;
import org.stellaops.attestor.benchmark.fixture.BenchmarkMirror;
import org.stellaops.attestor.benchmark.fixture.LogServerProcess;

/**
 * What a cycle costs after the first one: the log has grown by a little.
 *
 * @param entries by how many
 * @param requests that the mirror made
 * @param time that it took
 */
record IncrementalSync(long entries, long requests, Duration time) {
  /** With more than these for 1,000 entries, the cost would follow the size of the log. */
  private static final long MAX_REQUESTS = 20;

  /** Lets a log grow and its mirror follow. */
  static IncrementalSync measure(
      long entries, BenchmarkLog log, LogServerProcess server, BenchmarkMirror mirror)
      throws IOException, InterruptedException {
    BenchmarkLog grown = log.withGrowth(entries);
    server.drainRequests();
    BenchmarkMirror.Sync sync = mirror.sync(grown, List.of(), server);
    long requests = server.drainRequests().size();
    mirror.requireIdentical(grown, sync);
    return new IncrementalSync(entries, requests, sync.cycle());
  }

  boolean isWithinLimit() {
    return requests <= MAX_REQUESTS;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "growth by %,d entries: %d requests in %.2f s; %s %d",
        entries,
        requests,
        time.toMillis() / 1e3,
        isWithinLimit() ? "not more than" : "WRONG: more than",
        MAX_REQUESTS);
  }
}
