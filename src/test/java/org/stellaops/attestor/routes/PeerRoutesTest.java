package org.stellaops.attestor.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.ContradictionException;
import org.stellaops.attestor.route.sync.SyncCycle;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeLog;

class PeerRoutesTest extends RouteFileTestCase {
  PeerRoutesTest() {
    super("sync/peer,sync/fetch", "direct:fetch-resource", "direct:reject-note");
  }

  @Override
  TestConfiguration configuration() {
    return super.configuration().backend("compareUrl", "https://peer.example/");
  }

  private Exchange compare(FakeLog peer) {
    serve(log);
    SyncCycle cycle = PreparedSyncCycle.of(this, log, template);
    serve(peer);
    return call(
        "direct:compare-with-peer",
        Map.of("backend", BACKEND, "headUpdate", cycle, "operation", cycle),
        null);
  }

  @Test
  void acceptsPeerThatIsAhead() {
    assertThat(compare(log.fork(log.size()).grow(700)).getException()).isNull();
  }

  @Test
  void contradictionFailsTheCycle() {
    assertThat(compare(log.fork(200).grow(700)).getException())
        .isInstanceOfSatisfying(
            ContradictionException.class,
            failure -> assertThat(failure.failure()).isEqualTo(Failure.CROSS_LOG_DIVERGENCE));
  }

  @Test
  void unreachablePeerDoesNotFailTheCycle() {
    serve(log);
    SyncCycle cycle = PreparedSyncCycle.of(this, log, template);
    mockEndpoint("direct:fetch-resource")
        .whenAnyExchangeReceived(exchange -> {
          throw new AttestorException(Failure.NETWORK, "no route to host", "try again");
        });

    assertThat(
            call(
                    "direct:compare-with-peer",
                    Map.of("backend", BACKEND, "headUpdate", cycle, "operation", cycle),
                    null)
                .getException())
        .isNull();
  }
}
