package org.stellaops.attestor.config;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.stellaops.attestor.config.schema.AlertKeys;

/**
 * What operators are told of, and where; the keys under {@code attestor.alerts}.
 *
 * @param noGrowthAfter without a new entry for longer than this a log is stale; zero for never
 * @param webhookUrl where contradictions are posted; empty if they are not
 * @param webhookHeader the HTTP header that carries the secret
 * @param webhookSecret where the value of that header is; empty if none is sent
 * @param webhookTimeout how long a post may take
 * @param retryInterval from one look for what is undelivered to the next
 */
public record AlertSettings(
    Duration noGrowthAfter,
    Optional<URI> webhookUrl,
    String webhookHeader,
    Optional<PasswordSource> webhookSecret,
    Duration webhookTimeout,
    Duration retryInterval) {
  /** Refuses values outside their ranges. */
  public AlertSettings {
    AlertKeys.NO_GROWTH_AFTER.require(noGrowthAfter);
    AlertKeys.WEBHOOK_URL.require(webhookUrl);
    AlertKeys.WEBHOOK_HEADER.require(webhookHeader);
    AlertKeys.WEBHOOK_TIMEOUT.require(webhookTimeout);
    AlertKeys.RETRY_INTERVAL.require(retryInterval);
  }
}
