package org.stellaops.attestor.app;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.spi.PropertiesComponent;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/**
 * The timer routes of a running context, one of each kind per backend.
 *
 * @param properties the properties that the context was started with
 */
public record TimedRoutes(CamelContext context, Properties properties) {
  private static final long STOP_TIMEOUT_SECONDS = 1;

  /** A kind of timer route, with the keys whose changes need no restart of the process. */
  public enum Kind {
    /** Cycles. */
    POLL(
        "poll",
        "cycle",
        Set.of("attestor.rekorSync.syncInterval", "attestor.rekorSync.initialDelay")),
    /** Audits. */
    AUDIT("audit", "audit", Set.of("attestor.audit.period", "attestor.audit.initialDelay"));

    private final String prefix;
    private final String activity;
    private final Set<String> keys;

    Kind(String prefix, String activity, Set<String> keys) {
      this.prefix = prefix;
      this.activity = activity;
      this.keys = keys;
    }

    String activity() {
      return activity;
    }

    Set<String> keys() {
      return keys;
    }

    public String route(String backend) {
      return prefix + "-" + backend;
    }

    private String template() {
      return prefix + "-backend";
    }
  }

  /** Whether a change of the key can be applied without a restart. */
  static boolean isReloadable(String key) {
    return Arrays.stream(Kind.values()).anyMatch(kind -> kind.keys().contains(key));
  }

  /**
   * Recreates all routes of a kind with these values.
   *
   * @return false if one of them is busy; it and the ones after it are then not recreated
   */
  boolean restart(Kind kind, Map<String, String> values) {
    List<String> backends =
        context.getRoutes().stream()
            .map(route -> route.getRouteId())
            .filter(id -> id.startsWith(kind.prefix + "-"))
            .map(id -> id.substring(kind.prefix.length() + 1))
            .toList();
    properties.putAll(values);
    PropertiesComponent placeholders = context.getPropertiesComponent();
    placeholders.setOverrideProperties(properties);
    return backends.stream().allMatch(backend -> restart(kind, backend));
  }

  private boolean restart(Kind kind, String backend) {
    String id = kind.route(backend);
    boolean paused = context.getRouteController().getRouteStatus(id).isSuspended();
    try {
      if (!context
          .getRouteController()
          .stopRoute(id, STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS, true)) {
        return false;
      }
      context.removeRoute(id);
      TemplatedRouteBuilder.builder(context, kind.template())
          .routeId(id)
          .parameter("backendId", backend)
          .add();
      if (paused) {
        context.getRouteController().suspendRoute(id);
      }
      return true;
    } catch (Exception e) {
      throw new AttestorException(
          Failure.INTERNAL, "cannot restart route " + id + ": " + e, "restart the daemon", e);
    }
  }
}
