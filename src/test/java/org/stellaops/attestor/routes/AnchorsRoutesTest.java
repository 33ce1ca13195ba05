package org.stellaops.attestor.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.app.BackendFactory;
import org.stellaops.attestor.app.runtime.AttestorRuntime;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.route.rekor.AnchorRequest;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeRekor;
import org.stellaops.attestor.testlog.FakeRekorServer;

class AnchorsRoutesTest extends RouteFileTestCase {
  private final FakeRekor rekor = FakeRekor.named("rekor.example").openShard(1, 300);
  private final FakeRekorServer server = FakeRekorServer.start(rekor);

  AnchorsRoutesTest() {
    super("rekor/anchors", "direct:fetch-one");
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
  void returnsFailedRequestWithReason() {
    try (AttestorRuntime everything = kit.startRuntime()) {
      assertThat(everything.sync("rekor").message()).isEmpty();
    }
    mockEndpoint("direct:fetch-one")
        .whenAnyExchangeReceived(exchange -> {
          throw new AttestorException(Failure.NETWORK, "gone", "");
        });
    AnchorRequest order =
        new AnchorRequest(
            List.of(
                new AnchorRequest.HeadToAnchor(
                    BackendFactory.create(kit.settings(), "rekor/1"),
                    200,
                    Optional.empty(),
                    "size 200",
                    false)),
            0);

    AnchorRequest answered =
        ask(
            "direct:add-anchors",
            Map.of("backend", "rekor", "operation", order),
            AnchorRequest.class);

    assertThat(answered.anchored()).isEmpty();
    assertThat(answered.failure().map(AttestorException::failure)).contains(Failure.NETWORK);
  }
}
