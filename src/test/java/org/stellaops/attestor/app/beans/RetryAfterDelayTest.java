package org.stellaops.attestor.app.beans;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.route.fetch.RetryPolicy;

class RetryAfterDelayTest {
  private final RetryAfterDelay delay =
      new RetryAfterDelay(new RetryPolicy(3, Duration.ofMinutes(2), Clock.systemUTC()));
  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

  @Test
  void usesRetryAfterOfServer() {
    fail(
        new HttpOperationFailedException(
            "http://log.example/", 429, "", null, Map.of("Retry-After", "7"), ""));

    assertThat(exchange.getMessage().getHeader(Exchange.REDELIVERY_DELAY)).isEqualTo(7_000L);
  }

  @Test
  void clearsDelayOfEarlierFailure() {
    exchange.getMessage().setHeader(Exchange.REDELIVERY_DELAY, 7_000L);
    fail(new ConnectException("refused"));

    assertThat(exchange.getMessage().getHeaders()).doesNotContainKey(Exchange.REDELIVERY_DELAY);
  }

  private void fail(Exception thrown) {
    exchange.setProperty(Exchange.EXCEPTION_CAUGHT, thrown);
    delay.process(exchange);
  }
}
