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
 * Tells the operator's webhook of contradictions, each until it is taken. Two processes may post
 * the same one; its {@code evidenceId} tells.
 */
public final class Alerts {
  private static final Logger LOG = LoggerFactory.getLogger("attestor.alert");

  private final AlertStore store;
  private final AlertMetrics metrics;
  private final Optional<URI> webhook;
  private final Supplier<Optional<String>> secret;
  private final Clock clock;

  /**
   * Alerts to this webhook.
   *
   * @param webhook empty for no alerts
   * @param secret what goes into the header for it, asked for each time; empty for no header
   */
  public Alerts(
      AlertStore store,
      AlertMetrics metrics,
      Optional<URI> webhook,
      Supplier<Optional<String>> secret,
      Clock clock) {
    this.store = store;
    this.metrics = metrics;
    this.webhook = webhook;
    this.secret = secret;
    this.clock = clock;
  }

  /** Begins a delivery of all alerts that were not delivered. */
  public Operation begin() {
    return error -> {
      LOG.error("no alert was delivered: {}: {}", error.failure().label(), error.getMessage());
      return null;
    };
  }

  /** Whether there is a webhook. */
  public boolean hasWebhook() {
    return webhook.isPresent();
  }

  /** What the webhook has not taken yet, oldest first. */
  public List<AlertEvent> undelivered() {
    List<StoredEvidence> undelivered = store.undelivered();
    metrics.setUndelivered(undelivered.size());
    return undelivered.stream().map(AlertEvent::new).toList();
  }

  /** Where to post. */
  public String url() {
    return webhook.orElseThrow().toString();
  }

  /** Whether a secret goes along. */
  public boolean hasSecret() {
    return secret.get().isPresent();
  }

  /** The secret. */
  public String secret() {
    return secret.get().orElseThrow();
  }

  /** The JSON to post. */
  public String json(@Body AlertEvent event) {
    return event.json();
  }

  /** The webhook has taken it. */
  public void recordDelivered(@Variable("alert") AlertEvent event) {
    store.markDelivered(event.evidence().id(), clock.instant());
    metrics.recordDelivered();
    LOG.info("evidence {} was delivered to the webhook as {}", event.evidence().id(), event.type());
  }

  /** The webhook did not accept the event; it is posted again later. */
  public void recordFailure(
      @Variable("alert") AlertEvent event,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
    metrics.recordFailure();
    String reason = describe(thrown);
    LOG.error(
        "evidence {} was not delivered to the webhook: {}; it is retried",
        event.evidence().id(),
        reason);
    store.recordFailure(event.evidence().id(), reason, clock.instant());
  }

  /** In words of the webhook: what {@link FailureMapper} says is about logs. */
  private static String describe(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof HttpOperationFailedException http
        ? "it answered " + http.getStatusCode()
        : cause.getClass().getSimpleName() + ": " + cause.getMessage();
  }
}
