package org.stellaops.attestor.app.beans;

import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.stellaops.attestor.route.fetch.RetryPolicy;

/**
 * Sets the redelivery delay of Camel to the server's Retry-After. Camel calls it between a failure
 * and the next try.
 */
record RetryAfterDelay(RetryPolicy retryPolicy) implements Processor {
  @Override
  public void process(Exchange exchange) {
    Exception thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    exchange.getMessage().removeHeader(Exchange.REDELIVERY_DELAY);
    retryPolicy
        .requestedDelay(thrown)
        .map(Duration::toMillis)
        .ifPresent(millis -> exchange.getMessage().setHeader(Exchange.REDELIVERY_DELAY, millis));
  }
}
