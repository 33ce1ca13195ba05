package org.stellaops.attestor.routefile;

import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.scenario.TestConfiguration;

class LookRoutesTest extends OneRouteFile {
  LookRoutesTest() {
    super("look", "seda:tell-alerts.*");
  }

  @Override
  TestConfiguration configuration() {
    return super.configuration().alerts("retryInterval", "100ms");
  }

  @Test
  void whatTheWebhookHasNotTakenIsLookedForAgainAndAgain() throws Exception {
    MockEndpoint alerts = border("seda:tell-alerts");
    alerts.expectedMinimumMessageCount(2);

    alerts.assertIsSatisfied();
  }
}
