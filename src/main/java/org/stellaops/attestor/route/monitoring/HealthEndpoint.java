package org.stellaops.attestor.route.monitoring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.camel.Header;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.failure.SafeText;
import org.stellaops.attestor.metrics.SyncMetrics;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.TreeId;
import org.stellaops.attestor.mirror.store.CycleFailure;
import org.stellaops.attestor.mirror.store.LogState;

/**
 * Health checks in the JSON format of MicroProfile Health.
 *
 * @param staleAfter time without a successful cycle after which a backend is not ready
 * @param nonCritical ids of the backends that do not affect readiness
 * @param additionalRoutes the checks of the operator's routes
 */
public record HealthEndpoint(
    BackendCatalog backends,
    CachedLogStates states,
    Supplier<Duration> staleAfter,
    Set<String> nonCritical,
    Supplier<List<HealthCheckResult>> additionalRoutes,
    Clock clock) {
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int UNAVAILABLE = 503;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Registers the metrics of a log; it may be registered already. */
  public void register(SyncMetrics metrics, Backend log) {
    metrics.registerBackend(log.id(), () -> states.of(log));
    metrics.registerQuarantine(log.id(), () -> states.isQuarantined(log));
    metrics.registerPause(log.id(), () -> states.isPaused(log));
    metrics.registerFirstUse(log.id(), () -> states.isTrustedOnFirstUse(log));
  }

  /** Reports that the process runs. */
  public String liveness() {
    return json(true, List.of());
  }

  /** HTTP status of {@link #readiness}: 200 or 503. */
  public int readinessStatus() {
    return isReady() ? OK : UNAVAILABLE;
  }

  /** HTTP status of {@link #backendHealth}: 200, 503, or 404 if the id is unknown. */
  public int backendStatus(@Header("backend") String id) {
    if (backends.find(id).isEmpty()) {
      return NOT_FOUND;
    }
    return isBackendReady(id) ? OK : UNAVAILABLE;
  }

  /** One check for the store, for each backend and for each route of the operator, as JSON. */
  public String readiness() {
    return json(isReady(), checks());
  }

  /** The check of one backend as JSON; no checks if the id is unknown. */
  public String backendHealth(@Header("backend") String id) {
    List<HealthCheckResult> checks = backends.find(id).map(this::check).stream().toList();
    return json(isBackendReady(id), checks);
  }

  /** Whether the store accepts changes and every critical backend is fresh. */
  private boolean isReady() {
    return checks().stream().allMatch(check -> check.up() || !check.affectsReadiness());
  }

  private boolean isBackendReady(String id) {
    return backends.find(id).map(this::check).map(HealthCheckResult::up).orElse(false);
  }

  private List<HealthCheckResult> checks() {
    List<HealthCheckResult> checks = new ArrayList<>();
    Map<String, Object> problem = new LinkedHashMap<>();
    states.storeFailure().ifPresent(failure -> problem.put("error", failure.getMessage()));
    checks.add(HealthCheckResult.of("store", problem.isEmpty(), problem));
    for (Backend backend : backends.backends()) {
      checks.add(check(backend));
      states.shards(backend).stream()
          .flatMap(state -> TreeId.of(state.origin(), backend.origin()).stream())
          .forEach(tree -> checks.add(check(backend.shard(tree))));
    }
    checks.addAll(additionalRoutes.get());
    return checks;
  }

  private HealthCheckResult check(Backend backend) {
    Optional<LogState> state = states.of(backend);
    Optional<Duration> age =
        state.flatMap(LogState::lastSuccess).map(at -> Duration.between(at, clock.instant()));
    // a success in the future was recorded with a wrong clock
    boolean fresh = age.isPresent() && age.get().abs().compareTo(staleAfter.get()) <= 0;
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("origin", backend.origin().name());
    age.ifPresent(seconds -> data.put("ageSeconds", seconds.toSeconds()));
    data.put("staleAfterSeconds", staleAfter.get().toSeconds());
    state.ifPresent(log -> {
      log.lastSuccess().ifPresent(at -> data.put("lastSuccess", at.toString()));
      data.put("lastGrowth", log.lastGrowth().toString());
      data.put("frozen", log.frozen());
      data.put("treeSize", log.pending().size());
      data.put("mirroredSize", log.mirrored().size());
    });
    Optional<Failure> failure = states.lastFailure(backend).map(CycleFailure::failure);
    failure.ifPresent(kind -> data.put("error", kind.label()));
    boolean damaged = state.flatMap(LogState::damage).isPresent();
    if (damaged) {
      data.put("damaged", true);
    }
    boolean quarantined = states.isQuarantined(backend);
    data.put("quarantined", quarantined);
    if (states.isPaused(backend)) {
      data.put("paused", true);
    }
    List<String> unfollowed =
        states.unfollowedShards(backend, clock.instant().minus(staleAfter.get()));
    if (!unfollowed.isEmpty()) {
      data.put("unfollowedShards", unfollowed);
    }
    if (nonCritical.contains(Backend.serverId(backend.id()))) {
      data.put("critical", false);
    }
    // a full cache is reported at once, since waiting does not help
    boolean full = failure.filter(Failure.CACHE_FULL::equals).isPresent();
    return HealthCheckResult.of(
        "backend-" + backend.id(), fresh && !quarantined && !damaged && !full, data);
  }

  private static String json(boolean up, List<HealthCheckResult> checks) {
    try {
      return SafeText.json(
          JSON.writeValueAsString(new Health(HealthCheckResult.status(up), checks)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records and maps are JSON", e);
    }
  }

  private record Health(String status, List<HealthCheckResult> checks) {}
}
