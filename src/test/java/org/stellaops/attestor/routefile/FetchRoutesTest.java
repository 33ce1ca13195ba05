package org.stellaops.attestor.routefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.fakelog.FakeLogServer;
import org.stellaops.attestor.fakelog.Trouble;
import org.stellaops.attestor.route.Fetched;
import org.stellaops.attestor.route.Request;
import org.stellaops.attestor.route.Tally;
import org.stellaops.attestor.scenario.TestConfiguration;
import org.stellaops.attestor.tlog.Tile;

/** The one file that speaks HTTP has no neighbours below it; a real server answers. */
class FetchRoutesTest extends OneRouteFile {
  private final FakeLogServer server = FakeLogServer.start(log);

  FetchRoutesTest() {
    super("fetch");
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

  private Exchange fetch(Request request) {
    return call("direct:fetch-resource", Map.of("backend", BACKEND, "tally", new Tally()), request);
  }

  @Test
  void aBusyServerIsAskedAgainAndSeesWhoAsks() {
    server.trouble("checkpoint", 2, Trouble.status(503, Map.of()));

    Fetched fetched = fetch(Request.checkpoint(BACKEND)).getMessage().getBody(Fetched.class);

    assertThat(fetched.bytes()).isEqualTo(log.checkpoint());
    assertThat(server.requests().all())
        .hasSize(3)
        .allSatisfy(each -> assertThat(each.userAgent()).startsWith("stella-attestor/"));
  }

  @Test
  void aTileThatBecameFullMeanwhileIsTaken() {
    FakeLog grown = log.grow(300).collectGarbage();

    Fetched fetched =
        fetch(Request.of(BACKEND, new Tile(0, 1, 44))).getMessage().getBody(Fetched.class);

    assertThat(fetched.request().resource()).contains(Tile.full(0, 1));
    assertThat(fetched.bytes()).isEqualTo(grown.get("tile/0/001").orElseThrow());
  }

  @Test
  void theCallerLearnsTheAddressThatFailed() {
    server.trouble("checkpoint", FakeLogServer.ALWAYS, Trouble.status(500, Map.of()));

    assertThat(fetch(Request.checkpoint(BACKEND)).getException())
        .isInstanceOf(AttestorException.class)
        .hasMessageContaining(server.url() + "checkpoint");
  }
}
