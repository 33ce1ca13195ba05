package org.stellaops.attestor.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.route.fetch.Download;
import org.stellaops.attestor.route.fetch.FetchRequest;
import org.stellaops.attestor.route.fetch.TestFetchContext;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;
import org.stellaops.attestor.testlog.FaultInjection;
import org.stellaops.attestor.tlog.Tile;

/** The one file that speaks HTTP has no neighbours below it; a real server answers. */
class FetchRoutesTest extends RouteFileTestCase {
  private final FakeLogServer server = FakeLogServer.start(log);

  FetchRoutesTest() {
    super("sync/fetch");
  }

  @Override
  TestConfiguration configuration() {
    return new TestConfiguration(directory)
        .follow(BACKEND, log, server.url())
        .sync("retries", "2")
        .sync("retryDelay", "1ms");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Exchange fetch(FetchRequest request) {
    return call(
        "direct:fetch-resource",
        Map.of("backend", BACKEND, "operation", new TestFetchContext(BACKEND)),
        request);
  }

  @Test
  void retriesBusyServerWithUserAgent() {
    server.injectFault("checkpoint", 2, FaultInjection.status(503, Map.of()));

    Download fetched = fetch(FetchRequest.checkpoint(BACKEND)).getMessage().getBody(Download.class);

    assertThat(fetched.bytes()).isEqualTo(log.checkpoint());
    assertThat(server.requests().all())
        .hasSize(3)
        .allSatisfy(each -> assertThat(each.userAgent()).startsWith("stella-attestor/"));
  }

  @Test
  void acceptsFullTileInPlaceOfPartial() {
    FakeLog grown = log.grow(300).collectGarbage();

    Download fetched =
        fetch(FetchRequest.of(BACKEND, new Tile(0, 1, 44))).getMessage().getBody(Download.class);

    assertThat(fetched.request().resource()).contains(Tile.full(0, 1));
    assertThat(fetched.bytes()).isEqualTo(grown.get("tile/0/001").orElseThrow());
  }

  @Test
  void failureNamesUrl() {
    server.injectFault("checkpoint", FakeLogServer.ALWAYS, FaultInjection.status(500, Map.of()));

    assertThat(fetch(FetchRequest.checkpoint(BACKEND)).getException())
        .isInstanceOf(AttestorException.class)
        .hasMessageContaining(server.url() + "checkpoint");
  }
}
