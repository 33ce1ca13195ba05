package org.stellaops.attestor.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.app.runtime.AttestorRuntime;
import org.stellaops.attestor.evidence.AlertEvent;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.route.monitoring.Alerts;
import org.stellaops.attestor.scenario.support.TestConfiguration;

class AlertsRoutesTest extends RouteFileTestCase {
  AlertsRoutesTest() {
    super("monitoring/alerts", "http://webhook.invalid.*", "seda:deliver-alerts.*");
  }

  @Override
  TestConfiguration configuration() {
    return super.configuration()
        .alerts("webhookUrl", "http://127.0.0.1:1/hook")
        .alerts("retryInterval", "100ms");
  }

  @BeforeEach
  void createContradiction() {
    mirror();
    log.fork(200).grow(300).write(source());
    try (AttestorRuntime everything = kit.startRuntime()) {
      assertThat(everything.sync(BACKEND).failure()).contains(Failure.INCONSISTENT);
    }
  }

  private void deliver(AlertEvent event) {
    assertThat(call("direct:deliver-alert", Map.of(), event).getException()).isNull();
  }

  @Test
  void deliversEventOnThirdAttempt() throws Exception {
    MockEndpoint webhook = mockEndpoint("http:webhook.invalid");
    webhook.expectedMessageCount(3);
    webhook.expectedHeaderReceived("CamelHttpUri", "http://127.0.0.1:1/hook");
    webhook.whenExchangeReceived(1, exchange -> refuse());
    webhook.whenExchangeReceived(2, exchange -> refuse());
    Alerts alerts = bean("alerts", Alerts.class);

    deliver(alerts.undelivered().get(0));

    webhook.assertIsSatisfied();
    assertThat(webhook.getExchanges().get(2).getMessage().getBody(String.class))
        .contains("rekor.checkpoint.divergence");
    assertThat(alerts.undelivered()).isEmpty();
  }

  @Test
  void keepsUndeliveredEventForNextPass() {
    mockEndpoint("http:webhook.invalid").whenAnyExchangeReceived(exchange -> refuse());
    Alerts alerts = bean("alerts", Alerts.class);

    deliver(alerts.undelivered().get(0));

    assertThat(alerts.undelivered()).hasSize(1);
  }

  @Test
  void retriesUndeliveredAlertsPeriodically() throws Exception {
    MockEndpoint alerts = mockEndpoint("seda:deliver-alerts");
    alerts.expectedMinimumMessageCount(2);

    alerts.assertIsSatisfied();
  }

  private static void refuse() throws IOException {
    throw new IOException("the webhook is gone");
  }
}
