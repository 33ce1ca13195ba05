package org.stellaops.attestor.route.monitoring;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stellaops.attestor.evidence.AlertEvent;
import org.stellaops.attestor.metrics.AlertMetrics;
import org.stellaops.attestor.mirror.store.AlertStore;
import org.stellaops.attestor.mirror.store.StoredEvidence;
import org.stellaops.attestor.route.FailureMapper;
import org.stellaops.attestor.route.Operation;

/**
 * Posts contradictions to the operator's webhook until they are delivered. Two processes may post
 * the same one, with the same {@code evidenceId}.
 *
 * @param webhook empty for no alerts
 * @param webhookSecret the value of the secret's header, read for each post; empty for no header
 */
public record Alerts(
    AlertStore store,
    AlertMetrics metrics,
    Optional<URI> webhook,
    Supplier<Optional<String>> webhookSecret,
    Clock clock) {
  private static final Logger LOG = LoggerFactory.getLogger("attestor.alert");

  /** Starts the delivery of all undelivered alerts. */
  public Operation begin() {
    return error -> {
      LOG.error("no alert was delivered: {}: {}", error.failure().label(), error.getMessage());
      return null;
    };
  }

  public boolean hasWebhook() {
    return webhook.isPresent();
  }

  /** The undelivered alerts, oldest first. */
  public List<AlertEvent> undelivered() {
    List<StoredEvidence> undelivered = store.undelivered();
    metrics.setUndelivered(undelivered.size());
    return undelivered.stream().map(AlertEvent::new).toList();
  }

  public String url() {
    return webhook.orElseThrow().toString();
  }

  public boolean hasSecret() {
    return webhookSecret.get().isPresent();
  }

  public String secret() {
    return webhookSecret.get().orElseThrow();
  }

  public String json(@Body AlertEvent event) {
    return event.json();
  }

  /** Records that the webhook has accepted the event. */
  public void recordDelivered(@Variable("alert") AlertEvent event) {
    store.markDelivered(event.evidence().id(), clock.instant());
    metrics.recordDelivered();
    LOG.info("evidence {} was delivered to the webhook as {}", event.evidence().id(), event.type());
  }

  /** Records that the webhook did not accept the event; it is posted again later. */
  public void recordFailure(
      @Variable("alert") AlertEvent event,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
    metrics.recordFailure();
    String reason = describe(thrown);
    LOG.error(
        "evidence {} was not delivered to the webhook and will be retried: {}",
        event.evidence().id(),
        reason);
    store.recordFailure(event.evidence().id(), reason, clock.instant());
  }

  /** The reason of a failed delivery; {@link FailureMapper} describes failures of logs only. */
  private static String describe(Throwable thrown) {
    Throwable cause = FailureMapper.rootCause(thrown);
    return cause instanceof HttpOperationFailedException http
        ? "it returned " + http.getStatusCode()
        : cause.getClass().getSimpleName() + ": " + cause.getMessage();
  }
}
