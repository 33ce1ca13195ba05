/**
 * End-to-end tests of metrics and alerts.
 *
 * <p>Example: {@code WebhookAlertTest} checks that a contradiction is posted to the webhook with a
 * link to its evidence.
 */
package org.stellaops.attestor.scenario.monitoring;
