package org.stellaops.attestor.route.sync;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.spi.LoggingEventBuilder;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.json.JsonObject;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.route.Reported;
import org.stellaops.attestor.route.WorkCounters;

/**
 * The result of a cycle: the log line, the row in {@code sync_cycles} and the reply of the route.
 *
 * @param backend the id of the backend
 * @param origin the log's origin; empty if the backend is not configured
 * @param started when it began
 * @param finished when it ended
 * @param outcome the label of the head transition or of the failure
 * @param state the state of the log after the cycle; empty before first contact
 * @param counters the work done
 * @param error the failure; empty after success
 */
public record CycleReport(
    String backend,
    String origin,
    Instant started,
    Instant finished,
    String outcome,
    Optional<LogState> state,
    WorkCounters counters,
    Optional<AttestorException> error)
    implements Reported {

  public Optional<Failure> failure() {
    return error.map(AttestorException::failure);
  }

  /** The failure; empty after success. */
  public String message() {
    return error.map(AttestorException::getMessage).orElse("");
  }

  public String hint() {
    return error.map(AttestorException::hint).orElse("");
  }

  /** Size of the pending checkpoint, 0 before first contact. */
  public long treeSize() {
    return state.map(log -> log.pending().size()).orElse(0L);
  }

  /** Size of the mirrored checkpoint, 0 before the first. */
  public long mirroredSize() {
    return state.map(log -> log.mirrored().size()).orElse(0L);
  }

  /** Adds the fields of the log line, which are named like the metrics. */
  LoggingEventBuilder addTo(LoggingEventBuilder line) {
    LoggingEventBuilder result =
        line.addKeyValue("backend", backend).addKeyValue("outcome", outcome);
    if (failure().isPresent()) {
      result = result.addKeyValue("error_type", failure().get().label());
    }
    return result
        .addKeyValue("tree_size", treeSize())
        .addKeyValue("mirrored_size", mirroredSize())
        .addKeyValue("tiles_cached", counters.tiles())
        .addKeyValue("entry_bundles_cached", counters.entryBundles())
        .addKeyValue("bytes", counters.bytes())
        .addKeyValue("requests", counters.requests())
        .addKeyValue("seconds", Duration.between(started, finished).toMillis() / 1000.0);
  }

  @Override
  public String event() {
    return "cycle";
  }

  @Override
  public JsonObject json() {
    return new JsonObject()
        .with("backend", backend)
        .with("origin", origin)
        .with("outcome", outcome)
        .with("treeSize", treeSize())
        .with("mirroredSize", mirroredSize())
        .with("coveredSize", state.map(LogState::covered))
        .with("rootHash", state.map(log -> log.pending().root().hex()))
        .with("requests", counters.requests())
        .with("tiles", counters.tiles())
        .with("entryBundles", counters.entryBundles())
        .with("bytes", counters.bytes())
        .with("seconds", Duration.between(started, finished).toMillis() / 1000.0)
        .with("error", failure().map(Failure::label))
        .with("message", error.map(AttestorException::getMessage));
  }

  /** The columns of {@code sync_cycles} by the parameter names of the route's SQL. */
  public Map<String, @Nullable Object> row() {
    Map<String, @Nullable Object> row = new HashMap<>();
    row.put("backend", backend);
    row.put("origin", origin);
    row.put("startedAt", started.atOffset(ZoneOffset.UTC));
    row.put("finishedAt", finished.atOffset(ZoneOffset.UTC));
    row.put("outcome", outcome);
    row.put("treeSize", state.isPresent() ? treeSize() : null);
    row.put("mirroredSize", state.isPresent() ? mirroredSize() : null);
    row.put("tiles", counters.tiles());
    row.put("entryBundles", counters.entryBundles());
    row.put("bytes", counters.bytes());
    row.put("requests", counters.requests());
    row.put("message", error.map(AttestorException::getMessage).orElse(null));
    return row;
  }
}
