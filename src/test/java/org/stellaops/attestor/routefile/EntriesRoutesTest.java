package org.stellaops.attestor.routefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.app.AttestorRuntime;
import org.stellaops.attestor.app.BackendReader;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.fakelog.FakeRekor;
import org.stellaops.attestor.fakelog.FakeRekorServer;
import org.stellaops.attestor.route.EntryOrder;
import org.stellaops.attestor.route.Fetched;
import org.stellaops.attestor.route.Request;
import org.stellaops.attestor.scenario.TestConfiguration;

class EntriesRoutesTest extends OneRouteFile {
  private final FakeRekor rekor = FakeRekor.named("rekor.example").open(1, 300);
  private final FakeRekorServer server = FakeRekorServer.start(rekor);

  EntriesRoutesTest() {
    super("entries", "direct:fetch-resource");
  }

  @Override
  TestConfiguration configuration() {
    return super.configuration().follow("rekor", rekor, server.url());
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  private EntryOrder fetch(long index) {
    EntryOrder order =
        new EntryOrder(BackendReader.read(kit.settings(), "rekor"), List.of(index), List.of());
    return ask(
        "direct:fetch-entries", Map.of("backend", "rekor", "order", order), EntryOrder.class);
  }

  @Test
  void anEntryIsStoredOnceItIsProved() {
    try (AttestorRuntime everything = kit.everything()) {
      assertThat(everything.sync("rekor").message()).isEmpty();
    }
    border("direct:fetch-resource").whenAnyExchangeReceived(this::answer);

    EntryOrder order = fetch(77);

    assertThat(order.why()).isEmpty();
    assertThat(order.kept()).singleElement().satisfies(kept -> assertThat(kept.file()).exists());
  }

  @Test
  void anEntryOfALogThatIsNotFollowedYetIsNotStored() {
    border("direct:fetch-resource").whenAnyExchangeReceived(this::answer);

    EntryOrder order = fetch(77);

    assertThat(order.why().map(AttestorException::failure)).contains(Failure.INCOMPLETE);
    assertThat(order.kept()).isEmpty();
  }

  private void answer(Exchange exchange) {
    Request request = exchange.getMessage().getBody(Request.class);
    byte[] question =
        request.question().orElseThrow().body().orElseThrow().getBytes(StandardCharsets.UTF_8);
    exchange
        .getMessage()
        .setBody(
            new Fetched(
                request,
                URI.create("http://log.example/"),
                rekor.retrieve(question).orElseThrow()));
  }
}
