package org.stellaops.attestor.route.monitoring;

import java.util.Map;

/**
 * One check of the health page.
 *
 * @param data {@code "critical": false} if the check does not affect readiness
 */
public record HealthCheckResult(String name, String status, Map<String, Object> data) {
  private static final String UP = "UP";

  /** A check that succeeded or failed. */
  public static HealthCheckResult of(String name, boolean up, Map<String, Object> data) {
    return new HealthCheckResult(name, status(up), data);
  }

  static String status(boolean up) {
    return up ? UP : "DOWN";
  }

  boolean up() {
    return status.equals(UP);
  }

  boolean affectsReadiness() {
    return !Boolean.FALSE.equals(data.get("critical"));
  }
}
