package org.stellaops.attestor.routefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.alert.AlertEvent;
import org.stellaops.attestor.app.AttestorRuntime;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.route.Alerts;
import org.stellaops.attestor.scenario.TestConfiguration;

class AlertsRoutesTest extends OneRouteFile {
  AlertsRoutesTest() {
    super("alerts", "http://webhook.invalid.*");
  }

  @Override
  TestConfiguration configuration() {
    return super.configuration().alerts("webhookUrl", "http://127.0.0.1:1/hook");
  }

  @BeforeEach
  void theLogContradictsItself() {
    mirror();
    log.fork(200).grow(300).write(source());
    try (AttestorRuntime everything = kit.everything()) {
      assertThat(everything.sync(BACKEND).failure()).contains(Failure.INCONSISTENT);
    }
  }

  private void tell(AlertEvent event) {
    assertThat(call("direct:tell-alert", Map.of(), event).getException()).isNull();
  }

  @Test
  void anEventThatIsTakenAtTheThirdTryIsDelivered() throws Exception {
    MockEndpoint webhook = border("http:webhook.invalid");
    webhook.expectedMessageCount(3);
    webhook.expectedHeaderReceived("CamelHttpUri", "http://127.0.0.1:1/hook");
    webhook.whenExchangeReceived(1, exchange -> refuse());
    webhook.whenExchangeReceived(2, exchange -> refuse());
    Alerts alerts = bean("alerts", Alerts.class);

    tell(alerts.undelivered().get(0));

    webhook.assertIsSatisfied();
    assertThat(webhook.getExchanges().get(2).getMessage().getBody(String.class))
        .contains("rekor.checkpoint.divergence");
    assertThat(alerts.undelivered()).isEmpty();
  }

  @Test
  void anEventThatIsNotTakenWaitsForTheNextLook() {
    border("http:webhook.invalid").whenAnyExchangeReceived(exchange -> refuse());
    Alerts alerts = bean("alerts", Alerts.class);

    tell(alerts.undelivered().get(0));

    assertThat(alerts.undelivered()).hasSize(1);
  }

  private static void refuse() throws IOException {
    throw new IOException("the webhook is gone");
  }
}
