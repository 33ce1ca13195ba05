package org.stellaops.attestor.fakelog;

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
import org.stellaops.attestor.fakelog.RequestLog.Request;

/** Serves a {@link FakeRekor} over HTTP on the loopback address, with trouble on request. */
public final class FakeRekorServer implements AutoCloseable {
  private static final String API = "api/v1/log";
  private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

  private final RequestLog requests = new RequestLog();
  private final List<Planned> plans = new CopyOnWriteArrayList<>();
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
  public FakeRekorServer trouble(String path, int times, Trouble trouble) {
    plans.add(new Planned(path, new AtomicInteger(times), trouble));
    return this;
  }

  /** Forgets all plans of trouble. */
  public FakeRekorServer noTrouble() {
    plans.clear();
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
    Answer good = good(exchange, path);
    Answer answer =
        plans.stream()
            .filter(plan -> plan.takes(path))
            .findFirst()
            .map(plan -> plan.trouble().spoil(good))
            .orElse(good);
    LoopbackServer.send(exchange, answer);
  }

  private Answer good(HttpExchange exchange, String path) throws IOException {
    boolean posted = exchange.getRequestMethod().equals("POST");
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (path.equals(API + "/entries/retrieve")) {
      return posted ? answer(rekor.retrieve(body), 422) : status(405);
    }
    if (posted) {
      return status(405);
    }
    if (path.equals(API)) {
      return answer(Optional.of(rekor.log()), 200);
    }
    Map<String, String> query = query(exchange);
    if (path.equals(API + "/proof")) {
      return answer(rekor.proof(query), 400);
    }
    if (path.equals(API + "/entries")) {
      return answer(rekor.at(Long.parseLong(query.get("logIndex"))).map(FakeRekor::json), 404);
    }
    return path.startsWith(API + "/entries/")
        ? answer(
            rekor.withUuid(path.substring(path.lastIndexOf('/') + 1)).map(FakeRekor::json), 404)
        : status(404);
  }

  private static Answer answer(Optional<byte[]> body, int otherwise) {
    return body.map(bytes -> Answer.of(200, JSON, bytes)).orElseGet(() -> status(otherwise));
  }

  private static Answer status(int status) {
    return Answer.of(status, JSON, FakeRekor.json(Map.of("code", status)));
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

  private record Planned(String path, AtomicInteger left, Trouble trouble) {
    boolean takes(String asked) {
      return path.equals(asked)
          && left.getAndUpdate(n -> n == 0 || n == FakeLogServer.ALWAYS ? n : n - 1) > 0;
    }
  }
}
