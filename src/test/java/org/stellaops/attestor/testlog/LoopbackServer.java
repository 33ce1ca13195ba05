package org.stellaops.attestor.testlog;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP server on the loopback address that answers GET on several threads. */
final class LoopbackServer implements AutoCloseable {
  static final String HOST = InetAddress.getLoopbackAddress().getHostAddress();
  static final String TEXT = "text/plain; charset=utf-8";
  static final String BYTES = "application/octet-stream";

  private static final int THREADS = 8;
  private static final int CONNECTIONS = 1024;

  static {
    // the JDK server sends head and body apart, and without this the body waits for the client's
    // delayed acknowledgement: 40 ms for each answer. Both are read when the first server starts
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxIdleConnections", Integer.toString(CONNECTIONS));
  }

  private final HttpServer server;
  private final ExecutorService threads;

  private LoopbackServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Starts to serve.
   *
   * @param port 0 for any that is free
   */
  static LoopbackServer start(int port, HttpHandler get) {
    return start(port, get, false);
  }

  /** The same with a handler that takes POST besides. */
  static LoopbackServer startWithPost(int port, HttpHandler handler) {
    return start(port, handler, true);
  }

  private static LoopbackServer start(int port, HttpHandler handler, boolean allowPost) {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try {
      HttpServer server = HttpServer.create(address, CONNECTIONS);
      ExecutorService threads = Executors.newFixedThreadPool(THREADS);
      server.createContext("/", exchange -> handle(exchange, handler, allowPost));
      server.setExecutor(threads);
      server.start();
      return new LoopbackServer(server, threads);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot serve at " + address, e);
    }
  }

  private static void handle(HttpExchange exchange, HttpHandler handler, boolean allowPost)
      throws IOException {
    String method = exchange.getRequestMethod();
    if (method.equals("GET") || allowPost && method.equals("POST")) {
      handler.handle(exchange);
    } else {
      send(exchange, FakeResponse.of(405, Map.of("Allow", "GET"), new byte[0]));
    }
  }

  /**
   * What is asked for, as it is written in the request and without the first slash. An empty query
   * is a part of it, so that nothing is found: caches and signed URLs take it for another resource.
   */
  static String path(HttpExchange exchange) {
    URI url = exchange.getRequestURI();
    return url.getRawPath().substring(1) + ("".equals(url.getRawQuery()) ? "?" : "");
  }

  /** Sends an answer. One that announces more than it has ends with the connection. */
  static void send(HttpExchange exchange, FakeResponse response) throws IOException {
    try (exchange) {
      response.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(
          response.status(), response.announcedLength() == 0 ? -1 : response.announcedLength());
      exchange.getResponseBody().write(response.body());
      exchange.getResponseBody().flush();
    }
  }

  /** The prefix of all paths, with a slash at its end. */
  URI url() {
    return url(server.getAddress().getPort());
  }

  /** The same for a server of another kind on this port. */
  static URI url(int port) {
    return URI.create("http://" + HOST + ":" + port + "/");
  }

  /** Ends all connections and frees the port. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
