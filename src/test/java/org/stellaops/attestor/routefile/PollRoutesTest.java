package org.stellaops.attestor.routefile;

import java.util.Map;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.scenario.TestConfiguration;

class PollRoutesTest extends OneRouteFile {
  PollRoutesTest() {
    super("poll", "direct:sync-backend");
  }

  @Override
  TestConfiguration configuration() {
    return super.configuration().sync("initialDelay", "0s").sync("syncInterval", "1s");
  }

  @Test
  void aCycleThatFailsDoesNotEndThePolling() throws Exception {
    MockEndpoint cycles = border("direct:sync-backend");
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
