package org.stellaops.attestor.route.monitoring;

import java.time.Clock;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stellaops.attestor.json.JsonObject;
import org.stellaops.attestor.metrics.EventMetrics;
import org.stellaops.attestor.route.FailureMapper;
import org.stellaops.attestor.route.Reported;
import org.stellaops.attestor.verification.Outcome;

/** Events about finished operations, as docs/operations.md describes them. */
public record Events(EventMetrics metrics, Clock clock) {
  private static final Logger LOG = LoggerFactory.getLogger("attestor.events");
  private static final int SCHEMA_VERSION = 1;

  /** The kind of event: {@code cycle}, {@code import}, {@code export} or {@code verdict}. */
  public String type(@Body Object report) {
    return report instanceof Reported reported ? reported.event() : "verdict";
  }

  /** The outcome of the operation in one word. */
  public String outcome(@Body Object report) {
    return report instanceof Reported reported ? reported.outcome() : ((Outcome) report).label();
  }

  /** The event as a JSON object on one line. */
  public String json(@Body Object report) {
    Map<String, @Nullable Object> data =
        report instanceof Reported reported ? reported.json() : ((Outcome) report).toJson();
    return new JsonObject()
        .with("schemaVersion", SCHEMA_VERSION)
        .with("event", type(report))
        .with("outcome", outcome(report))
        .with("time", clock.instant())
        .with("data", data)
        .print();
  }

  /** Counts an event that the endpoint has accepted. */
  public void recordSent() {
    metrics.recordSent();
  }

  /** Logs and counts an event that the endpoint did not accept; it is not sent again. */
  public void recordFailure(
      @Header("attestorEvent") String event,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
    metrics.recordFailure();
    String cause = FailureMapper.rootCause(thrown).toString();
    LOG.warn("event {} was not sent to attestor.events.endpoint: {}", event, cause);
  }

  /** Logs and counts an event that could not be queued, because earlier ones are still waiting. */
  public void recordDropped(@ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
    metrics.recordDropped();
    LOG.warn("an event was dropped: {}", FailureMapper.rootCause(thrown).getMessage());
  }
}
