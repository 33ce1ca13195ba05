package org.stellaops.attestor.routes;

import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.scenario.support.TestConfiguration;

class LookRoutesTest extends RouteFileTestCase {
  LookRoutesTest() {
    super("look", "seda:deliver-alerts.*");
  }

  @Override
  TestConfiguration configuration() {
    return super.configuration().alerts("retryInterval", "100ms");
  }

  @Test
  void retriesUndeliveredAlertsPeriodically() throws Exception {
    MockEndpoint alerts = mockEndpoint("seda:deliver-alerts");
    alerts.expectedMinimumMessageCount(2);

    alerts.assertIsSatisfied();
  }
}
