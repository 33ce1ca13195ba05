package org.stellaops.attestor.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.route.fetch.Download;
import org.stellaops.attestor.route.fetch.FetchRequest;
import org.stellaops.attestor.route.sync.CycleReport;
import org.stellaops.attestor.route.sync.SyncCycles;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeRekor;
import org.stellaops.attestor.testlog.FakeRekorServer;

class ShardsRoutesTest extends RouteFileTestCase {
  private static final String SERVER = "rekor";

  private final FakeRekor rekor =
      FakeRekor.named("rekor.example").openShard(1, 5).openShard(2, 300);
  private final FakeRekorServer server = FakeRekorServer.start(rekor);

  ShardsRoutesTest() {
    super("rekor/shards,sync/fetch", "direct:download", "direct:fetch-resource", "direct:sync-log");
  }

  @Override
  TestConfiguration configuration() {
    return super.configuration().follow(SERVER, rekor, server.url());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void sync(String backend) {
    assertThat(call("direct:sync-backend", Map.of("backend", backend), null).getException())
        .isNull();
  }

  /** What the routes of fetch answer. */
  private void get(Exchange exchange) throws IOException {
    FetchRequest request = exchange.getMessage().getBody(FetchRequest.class);
    String query = request.query().isEmpty() ? "" : "?" + request.query();
    URI from = server.url().resolve(request.path() + query);
    try (var body = from.toURL().openStream()) {
      exchange.getMessage().setBody(new Download(request, from, body.readAllBytes()));
    }
  }

  /** What a cycle answers that did not end well. */
  private void fail(Exchange exchange) {
    String shard = exchange.getVariable("backend", String.class);
    AttestorException why = new AttestorException(Failure.NETWORK, "gone", "try again");
    exchange.getMessage().setBody(bean("syncCycles", SyncCycles.class).fail(shard, null, why));
  }

  @Test
  void doesNotProbeKnownTileLogAgain() throws Exception {
    MockEndpoint question = mockEndpoint("direct:download");
    question.expectedMessageCount(1);
    question.whenAnyExchangeReceived(exchange -> {
      throw new AttestorException(Failure.NETWORK, "404", "");
    });
    MockEndpoint cycles = mockEndpoint("direct:sync-log");
    cycles.expectedMessageCount(2);
    cycles.allMessages().variable("backend").isEqualTo(BACKEND);

    sync(BACKEND);
    mirror();
    sync(BACKEND);

    MockEndpoint.assertIsSatisfied(context);
  }

  @Test
  void failedShardDoesNotStopOtherShards() throws Exception {
    mockEndpoint("direct:download").whenAnyExchangeReceived(this::get);
    mockEndpoint("direct:fetch-resource").whenAnyExchangeReceived(this::get);
    MockEndpoint cycles = mockEndpoint("direct:sync-log");
    cycles.expectedMessageCount(2);
    cycles.whenAnyExchangeReceived(this::fail);

    List<?> reports = ask("direct:sync-backend", Map.of("backend", SERVER), List.class);

    cycles.assertIsSatisfied();
    assertThat(reports).hasSize(2).hasOnlyElementsOfType(CycleReport.class);
    assertThat(cycles.getExchanges().stream().map(each -> each.getVariable("backend")))
        .containsExactlyInAnyOrder("rekor/1", "rekor/2");
  }
}
