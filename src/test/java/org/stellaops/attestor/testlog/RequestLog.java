package org.stellaops.attestor.testlog;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a server was asked for, in the order of arrival. Safe for many threads. */
public final class RequestLog {
  private final List<Request> requests = new ArrayList<>();

  /**
   * One request.
   *
   * @param at when it came
   * @param path without the first slash
   * @param userAgent who asked; empty if it did not say
   * @param noCache whether it wanted no answer of a cache
   */
  public record Request(Instant at, String path, String userAgent, boolean noCache) {
    /** A request that a cache may answer. */
    public Request(Instant at, String path, String userAgent) {
      this(at, path, userAgent, false);
    }
  }

  synchronized void add(Request request) {
    requests.add(request);
  }

  /** All requests since the beginning or since {@link #clear()}. */
  public synchronized List<Request> all() {
    return List.copyOf(requests);
  }

  /** How many requests there were. */
  public synchronized int count() {
    return requests.size();
  }

  /** How many requests there were for this path. */
  public synchronized long count(String path) {
    return requests.stream().filter(request -> request.path().equals(path)).count();
  }

  /** The paths that were asked for past caches. */
  public synchronized List<String> noCachePaths() {
    return requests.stream().filter(Request::noCache).map(Request::path).toList();
  }

  /** Begins to count anew. */
  public synchronized void clear() {
    requests.clear();
  }
}
