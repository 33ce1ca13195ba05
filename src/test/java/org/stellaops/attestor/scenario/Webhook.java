package org.stellaops.attestor.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Somebody who is told of contradictions, on the loopback address. */
final class Webhook implements AutoCloseable {
  /**
   * What was posted.
   *
   * @param method as the request has it
   * @param target path and query
   * @param headers of the request
   * @param json its body
   */
  record Post(String method, String target, Headers headers, JsonNode json) {
    long evidence() {
      return json.path("evidenceId").asLong();
    }
  }

  private static final int OK = 200;
  private static final long PATIENCE_SECONDS = 30;

  private final HttpServer server;
  private final BlockingQueue<Post> posts = new LinkedBlockingQueue<>();
  private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();

  private Webhook(HttpServer server) {
    this.server = server;
  }

  static Webhook start() {
    try {
      InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      Webhook webhook = new Webhook(HttpServer.create(any, 0));
      webhook.server.createContext("/", webhook::take);
      webhook.server.start();
      return webhook;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Answers the next posts with this status, and takes those after them. */
  Webhook refuse(int posts, int status) {
    for (int i = 0; i < posts; i++) {
      answers.add(status);
    }
    return this;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  /** Waits for the next post. */
  Post next() throws InterruptedException {
    Post post = posts.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (post == null) {
      throw new AssertionError("nobody has posted");
    }
    return post;
  }

  /** Whether everything that came was looked at. */
  boolean isQuiet() {
    return posts.isEmpty();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode json = new ObjectMapper().readTree(exchange.getRequestBody());
      Integer answer = answers.poll();
      posts.add(
          new Post(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              exchange.getRequestHeaders(),
              json));
      exchange.sendResponseHeaders(answer == null ? OK : answer, -1);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
