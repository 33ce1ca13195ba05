package org.stellaops.attestor.testlog;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.stellaops.attestor.checkpoint.Checkpoint;
import org.stellaops.attestor.testlog.RequestLog.Request;

/**
 * Serves a {@link FakeLog} over HTTP on the loopback address, with trouble on request. What the log
 * signs and alters is the log's affair; here things go wrong on the way.
 */
public final class FakeLogServer implements AutoCloseable {
  /** Paths of entry bundles. */
  public static final Predicate<String> ENTRY_BUNDLES = path -> path.startsWith("tile/entries/");

  /** Paths of hash tiles. */
  public static final Predicate<String> TILES =
      path -> path.startsWith("tile/") && !path.startsWith("tile/entries/");

  /** Every path. */
  public static final Predicate<String> ALL_PATHS = path -> true;

  /** For a trouble that does not pass. */
  public static final int ALWAYS = Integer.MAX_VALUE;

  private static final Map<String, String> CHECKPOINT_HEADERS =
      Map.of("Content-Type", LoopbackServer.TEXT, "Cache-Control", "no-cache");
  private static final Map<String, String> TILE_HEADERS =
      Map.of("Content-Type", LoopbackServer.BYTES, "Cache-Control", "max-age=604800, immutable");

  private final RequestLog requests = new RequestLog();
  private final List<PlannedFault> faults = new CopyOnWriteArrayList<>();
  private final Clock clock;
  private final LoopbackServer server;
  private volatile FakeLog log;
  private volatile Predicate<String> gzipPaths = path -> false;

  private FakeLogServer(FakeLog log, int port, Clock clock) {
    this.log = log;
    this.clock = clock;
    this.server = LoopbackServer.start(port, this::handle);
  }

  /** Serves on any free port. */
  public static FakeLogServer start(FakeLog log) {
    return start(log, 0, Clock.systemUTC());
  }

  /**
   * Serves on this port.
   *
   * @param port 0 for any that is free
   * @param clock the time for the list of requests
   */
  public static FakeLogServer start(FakeLog log, int port, Clock clock) {
    return new FakeLogServer(log, port, clock);
  }

  /** The prefix of all paths, with a slash at its end. */
  public URI url() {
    return server.url();
  }

  /** What was asked. */
  public RequestLog requests() {
    return requests;
  }

  /** Serves another log at the same address from now on, as a fork. */
  public FakeLogServer serve(FakeLog other) {
    log = other;
    return this;
  }

  /** Compresses what is good at these paths, whether the client accepts that or not. */
  public FakeLogServer gzipResponses(Predicate<String> paths) {
    gzipPaths = paths;
    return this;
  }

  /** Spoils the next answers for one path, as {@code checkpoint}, so many times. */
  public FakeLogServer injectFault(String path, int times, FaultInjection fault) {
    return injectFault(path::equals, times, fault);
  }

  /** Spoils the next answers for these paths, so many times; the first plan that fits counts. */
  public FakeLogServer injectFault(Predicate<String> paths, int times, FaultInjection fault) {
    faults.add(new PlannedFault(paths, new AtomicInteger(times), fault));
    return this;
  }

  /** Forgets all plans of trouble. */
  public FakeLogServer clearFaults() {
    faults.clear();
    gzipPaths = path -> false;
    return this;
  }

  @Override
  public void close() {
    server.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = LoopbackServer.path(exchange);
    String agent = exchange.getRequestHeaders().getFirst("User-Agent");
    requests.add(
        new Request(
            clock.instant(), path, Objects.requireNonNullElse(agent, ""), isNoCache(exchange)));
    FakeResponse valid = validResponse(path);
    FakeResponse response =
        faults.stream()
            .filter(planned -> planned.matches(path))
            .findFirst()
            .map(planned -> planned.fault().apply(valid))
            .orElse(valid);
    LoopbackServer.send(exchange, response);
  }

  /** As caches of HTTP/1.1 and of HTTP/1.0 understand it. */
  private static boolean isNoCache(HttpExchange exchange) {
    return Stream.of("Cache-Control", "Pragma")
        .allMatch(name -> "no-cache".equals(exchange.getRequestHeaders().getFirst(name)));
  }

  private FakeResponse validResponse(String path) {
    Map<String, String> headers = path.equals(Checkpoint.PATH) ? CHECKPOINT_HEADERS : TILE_HEADERS;
    return log.get(path)
        .map(body -> FakeResponse.of(200, headers, body))
        .map(response -> gzipPaths.test(path) ? response.gzip() : response)
        .orElse(FakeResponse.of(404, Map.of(), new byte[0]));
  }

  private record PlannedFault(
      Predicate<String> paths, AtomicInteger remaining, FaultInjection fault) {
    boolean matches(String path) {
      return paths.test(path) && remaining.getAndUpdate(n -> n == 0 || n == ALWAYS ? n : n - 1) > 0;
    }
  }
}
