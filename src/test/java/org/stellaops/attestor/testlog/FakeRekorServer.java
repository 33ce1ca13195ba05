package org.stellaops.attestor.testlog;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.stellaops.attestor.testlog.RequestLog.Request;

/** Serves a {@link FakeRekor} over HTTP on the loopback address, with trouble on request. */
public final class FakeRekorServer implements AutoCloseable {
  private static final String API = "api/v1/log";
  private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

  private final RequestLog requests = new RequestLog();
  private final List<PlannedApiFault> faults = new CopyOnWriteArrayList<>();
  private final Clock clock = Clock.systemUTC();
  private final LoopbackServer server;
  private volatile FakeRekor rekor;

  private FakeRekorServer(FakeRekor rekor, int port) {
    this.rekor = rekor;
    this.server = LoopbackServer.startWithPost(port, this::handle);
  }

  /** Serves on any free port. */
  public static FakeRekorServer start(FakeRekor rekor) {
    return new FakeRekorServer(rekor, 0);
  }

  /** The server's address, with a slash at its end. */
  public URI url() {
    return server.url();
  }

  /** Serves another server at the same address from now on. */
  public FakeRekorServer serve(FakeRekor other) {
    rekor = other;
    return this;
  }

  /** What was asked, without queries. */
  public RequestLog requests() {
    return requests;
  }

  /** Spoils the next answers for one path, as {@code api/v1/log/proof}, so many times. */
  public FakeRekorServer injectFault(String path, int times, FaultInjection fault) {
    faults.add(new PlannedApiFault(path, new AtomicInteger(times), fault));
    return this;
  }

  /** Forgets all plans of trouble. */
  public FakeRekorServer clearFaults() {
    faults.clear();
    return this;
  }

  @Override
  public void close() {
    server.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = LoopbackServer.path(exchange);
    String agent = exchange.getRequestHeaders().getFirst("User-Agent");
    requests.add(new Request(clock.instant(), path, Objects.requireNonNullElse(agent, "")));
    FakeResponse valid = validResponse(exchange, path);
    FakeResponse response =
        faults.stream()
            .filter(planned -> planned.matches(path))
            .findFirst()
            .map(planned -> planned.fault().apply(valid))
            .orElse(valid);
    LoopbackServer.send(exchange, response);
  }

  private FakeResponse validResponse(HttpExchange exchange, String path) throws IOException {
    boolean isPost = exchange.getRequestMethod().equals("POST");
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (path.equals(API + "/entries/retrieve")) {
      return isPost ? jsonOrStatus(rekor.retrieve(body), 422) : statusResponse(405);
    }
    if (isPost) {
      return statusResponse(405);
    }
    if (path.equals(API)) {
      return jsonOrStatus(Optional.of(rekor.log()), 200);
    }
    Map<String, String> query = query(exchange);
    if (path.equals(API + "/proof")) {
      return jsonOrStatus(rekor.proof(query), 400);
    }
    if (path.equals(API + "/publicKey")) {
      Map<String, String> pem = Map.of("Content-Type", "application/x-pem-file");
      return rekor
          .publicKey(query)
          .map(bytes -> FakeResponse.of(200, pem, bytes))
          .orElseGet(() -> statusResponse(400));
    }
    if (path.equals(API + "/entries")) {
      return jsonOrStatus(
          rekor.byIndex(Long.parseLong(query.get("logIndex"))).map(FakeRekor::json), 404);
    }
    return path.startsWith(API + "/entries/")
        ? jsonOrStatus(
            rekor.byUuid(path.substring(path.lastIndexOf('/') + 1)).map(FakeRekor::json), 404)
        : statusResponse(404);
  }

  private static FakeResponse jsonOrStatus(Optional<byte[]> body, int fallbackStatus) {
    return body.map(bytes -> FakeResponse.of(200, JSON, bytes))
        .orElseGet(() -> statusResponse(fallbackStatus));
  }

  private static FakeResponse statusResponse(int status) {
    return FakeResponse.of(status, JSON, FakeRekor.json(Map.of("code", status)));
  }

  private static Map<String, String> query(HttpExchange exchange) {
    String query = Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), "");
    return Stream.of(query.split("&"))
        .filter(pair -> pair.contains("="))
        .collect(
            Collectors.toMap(
                pair -> pair.substring(0, pair.indexOf('=')),
                pair -> pair.substring(pair.indexOf('=') + 1)));
  }

  private record PlannedApiFault(String path, AtomicInteger remaining, FaultInjection fault) {
    boolean matches(String requested) {
      return path.equals(requested)
          && remaining.getAndUpdate(n -> n == 0 || n == FakeLogServer.ALWAYS ? n : n - 1) > 0;
    }
  }
}
