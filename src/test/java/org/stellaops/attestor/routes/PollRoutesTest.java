package org.stellaops.attestor.routes;

import java.util.Map;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.scenario.support.TestConfiguration;

class PollRoutesTest extends RouteFileTestCase {
  PollRoutesTest() {
    super("sync/poll", "direct:sync-backend");
  }

  @Override
  TestConfiguration configuration() {
    return super.configuration().sync("initialDelay", "0s").sync("syncInterval", "1s");
  }

  @Test
  void failedCycleDoesNotStopPolling() throws Exception {
    MockEndpoint cycles = mockEndpoint("direct:sync-backend");
    cycles.expectedMinimumMessageCount(2);
    cycles.allMessages().variable("backend").isEqualTo(BACKEND);
    cycles.whenExchangeReceived(
        1,
        exchange -> {
          throw new AttestorException(Failure.NETWORK, "gone", "");
        });

    context.addRouteFromTemplate("poll-log", "poll-backend", Map.of("backendId", BACKEND));

    cycles.assertIsSatisfied();
  }
}
