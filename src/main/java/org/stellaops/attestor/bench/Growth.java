package org.stellaops.attestor.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What a cycle costs after the first one: the log has grown by a little.
 *
 * @param entries by how many
 * @param requests that the mirror made
 * @param time that it took
 */
record Growth(long entries, long requests, Duration time) {
  /** With more than these for 1,000 entries, the cost would follow the size of the log. */
  private static final long MOST_REQUESTS = 20;

  /** Lets a log grow and its mirror follow. */
  static Growth of(long entries, BenchLog log, ServedLogs server, Mirror mirror)
      throws IOException, InterruptedException {
    BenchLog grown = log.grown(entries);
    server.takeRequests();
    Mirror.Sync sync = mirror.sync(grown, List.of(), server);
    long requests = server.takeRequests().size();
    mirror.requireSame(grown, sync);
    return new Growth(entries, requests, sync.cycle());
  }

  boolean isModest() {
    return requests <= MOST_REQUESTS;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "growth by %,d entries: %d requests in %.2f s; %s %d",
        entries,
        requests,
        time.toMillis() / 1e3,
        isModest() ? "not more than" : "WRONG: more than",
        MOST_REQUESTS);
  }
}
