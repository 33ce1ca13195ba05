package org.stellaops.attestor.scenario.monitoring;

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
final class WebhookReceiver implements AutoCloseable {
  /**
   * What was posted.
   *
   * @param method as the request has it
   * @param target path and query
   * @param headers of the request
   * @param json its body
   */
  record Delivery(String method, String target, Headers headers, JsonNode json) {
    long evidence() {
      return json.path("evidenceId").asLong();
    }
  }

  private static final int OK = 200;
  private static final long TIMEOUT_SECONDS = 30;

  private final HttpServer server;
  private final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
  private final Queue<Integer> statuses = new ConcurrentLinkedQueue<>();

  private WebhookReceiver(HttpServer server) {
    this.server = server;
  }

  static WebhookReceiver start() {
    try {
      InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      WebhookReceiver webhook = new WebhookReceiver(HttpServer.create(anyPort, 0));
      webhook.server.createContext("/", webhook::handle);
      webhook.server.start();
      return webhook;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Answers the next posts with this status, and takes those after them. */
  WebhookReceiver respondWith(int count, int status) {
    for (int i = 0; i < count; i++) {
      statuses.add(status);
    }
    return this;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  /** Waits for the next post. */
  Delivery next() throws InterruptedException {
    Delivery delivery = deliveries.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    if (delivery == null) {
      throw new AssertionError("nobody has posted");
    }
    return delivery;
  }

  /** Whether everything that came was looked at. */
  boolean hasNoMoreDeliveries() {
    return deliveries.isEmpty();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode json = new ObjectMapper().readTree(exchange.getRequestBody());
      Integer responseStatus = statuses.poll();
      deliveries.add(
          new Delivery(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              exchange.getRequestHeaders(),
              json));
      exchange.sendResponseHeaders(responseStatus == null ? OK : responseStatus, -1);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
