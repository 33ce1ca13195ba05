package org.stellaops.attestor.routefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.app.AttestorRuntime;
import org.stellaops.attestor.app.BackendReader;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.fakelog.FakeRekor;
import org.stellaops.attestor.fakelog.FakeRekorServer;
import org.stellaops.attestor.route.AnchorOrder;
import org.stellaops.attestor.scenario.TestConfiguration;

class AnchorsRoutesTest extends OneRouteFile {
  private final FakeRekor rekor = FakeRekor.named("rekor.example").open(1, 300);
  private final FakeRekorServer server = FakeRekorServer.start(rekor);

  AnchorsRoutesTest() {
    super("anchors", "direct:fetch-resource");
  }

  @Override
  TestConfiguration configuration() {
    return super.configuration().follow("rekor", rekor, server.url());
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void anOrderThatFailsComesBackWithTheReason() {
    try (AttestorRuntime everything = kit.everything()) {
      assertThat(everything.sync("rekor").message()).isEmpty();
    }
    border("direct:fetch-resource")
        .whenAnyExchangeReceived(exchange -> {
          throw new AttestorException(Failure.NETWORK, "gone", "");
        });
    AnchorOrder order =
        new AnchorOrder(
            List.of(
                new AnchorOrder.Wanted(
                    BackendReader.read(kit.settings(), "rekor/1"),
                    200,
                    Optional.empty(),
                    "size 200",
                    false)),
            0);

    AnchorOrder answered =
        ask("direct:add-anchors", Map.of("backend", "rekor", "order", order), AnchorOrder.class);

    assertThat(answered.done()).isEmpty();
    assertThat(answered.why().map(AttestorException::failure)).contains(Failure.NETWORK);
  }
}
