package org.stellaops.attestor.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.app.BackendFactory;
import org.stellaops.attestor.app.runtime.AttestorRuntime;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.route.fetch.Download;
import org.stellaops.attestor.route.fetch.FetchRequest;
import org.stellaops.attestor.route.rekor.EntryRequest;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeRekor;
import org.stellaops.attestor.testlog.FakeRekorServer;

class EntriesRoutesTest extends RouteFileTestCase {
  private final FakeRekor rekor = FakeRekor.named("rekor.example").openShard(1, 300);
  private final FakeRekorServer server = FakeRekorServer.start(rekor);

  EntriesRoutesTest() {
    super("rekor/entries", "direct:fetch-one");
  }

  @Override
  TestConfiguration configuration() {
    return super.configuration().follow("rekor", rekor, server.url());
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  private EntryRequest fetch(long index) {
    EntryRequest order =
        new EntryRequest(BackendFactory.create(kit.settings(), "rekor"), List.of(index), List.of());
    return ask(
        "direct:fetch-entries", Map.of("backend", "rekor", "operation", order), EntryRequest.class);
  }

  @Test
  void storesProvedEntry() {
    try (AttestorRuntime everything = kit.startRuntime()) {
      assertThat(everything.sync("rekor").message()).isEmpty();
    }
    mockEndpoint("direct:fetch-one").whenAnyExchangeReceived(this::answer);

    EntryRequest order = fetch(77);

    assertThat(order.failure()).isEmpty();
    assertThat(order.stored()).singleElement().satisfies(kept -> assertThat(kept.file()).exists());
  }

  @Test
  void doesNotStoreEntryOfUnknownLog() {
    mockEndpoint("direct:fetch-one").whenAnyExchangeReceived(this::answer);

    EntryRequest order = fetch(77);

    assertThat(order.failure().map(AttestorException::failure)).contains(Failure.INCOMPLETE);
    assertThat(order.stored()).isEmpty();
  }

  private void answer(Exchange exchange) {
    FetchRequest request = exchange.getMessage().getBody(FetchRequest.class);
    byte[] question =
        request.apiRequest().orElseThrow().body().orElseThrow().getBytes(StandardCharsets.UTF_8);
    exchange
        .getMessage()
        .setBody(
            new Download(
                request,
                URI.create("http://log.example/"),
                rekor.retrieve(question).orElseThrow()));
  }
}
