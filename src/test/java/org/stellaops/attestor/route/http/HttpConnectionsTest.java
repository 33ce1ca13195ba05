package org.stellaops.attestor.route.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;

/** The connections that requests to all servers share. */
class HttpConnectionsTest {
  private final HttpConnections connections =
      new HttpConnections(Duration.ofSeconds(10), 1, TrustedCertificates.context(Optional.empty()));

  @AfterEach
  void shutDown() {
    connections.shutDown();
  }

  /** After an error, the client closes its connections: a full heap or stack in one request. */
  @Test
  void anErrorInOneRequestDoesNotEndTheOthers() throws Exception {
    FakeLog log = FakeLog.named("shared.example/log").grow(1);
    AtomicBoolean failing = new AtomicBoolean(true);
    HttpClientBuilder builder =
        builder(Duration.ofSeconds(10))
            .addRequestInterceptorFirst((request, entity, context) -> {
              if (failing.getAndSet(false)) {
                throw new StackOverflowError("in one request");
              }
            });
    try (FakeLogServer server = FakeLogServer.start(log);
        CloseableHttpClient client = builder.build()) {
      HttpGet request = new HttpGet(server.url() + "checkpoint");
      assertThatThrownBy(() -> client.execute(request, response -> 0))
          .isInstanceOf(StackOverflowError.class);

      assertThat(
              client.<Integer>execute(
                  new HttpGet(request.getUri()), response -> response.getCode()))
          .isEqualTo(200);
    }
  }

  /** A server that has all connections: the others wait for one, until their time is over. */
  @Test
  void waitingForAConnectionEndsInTime() throws Exception {
    FakeLog log = FakeLog.named("waiting.example/log").grow(1);
    try (FakeLogServer server = FakeLogServer.start(log);
        CloseableHttpClient other =
            HttpClientBuilder.create().setConnectionManager(connections).build();
        CloseableHttpClient client = builder(Duration.ofMillis(500)).build()) {
      HttpGet request = new HttpGet(server.url() + "checkpoint");
      other.executeOpen(null, request, null); // keeps its connection

      assertThatThrownBy(() -> client.execute(new HttpGet(request.getUri()), response -> 0))
          .isInstanceOf(InterruptedIOException.class)
          .hasMessageContaining("500 ms");
    }
  }

  private HttpClientBuilder builder(Duration timeout) {
    ProxySelection direct =
        new ProxySelection(Optional.of("none"), Optional.empty(), Optional.empty(), Map.of());
    HttpClientBuilder builder = HttpClientBuilder.create().setConnectionManager(connections);
    new ResponseLimits(timeout, direct).configureHttpClient(builder);
    return builder;
  }
}
