package org.stellaops.attestor.route.monitoring;

import java.time.Clock;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.store.Pause;
import org.stellaops.attestor.mirror.store.PauseStore;

/**
 * Whether backends are paused. Asked before each cycle that a timer starts; logs each change, also
 * one that another process has made.
 */
public final class Pauses {
  private static final Logger LOG = LoggerFactory.getLogger("attestor.sync");

  private final PauseStore store;
  private final Clock clock;
  private Map<String, Pause> known = Map.of();

  public Pauses(PauseStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Whether a timer may start a cycle of a backend. */
  public boolean isFollowed(@Variable("backend") String id) {
    return !isPaused(id);
  }

  /** Whether a backend is paused; the last known answer if the store is not available. */
  public synchronized boolean isPaused(String id) {
    Map<String, Pause> before = known;
    try {
      known = store.all().stream().collect(Collectors.toMap(Pause::backend, Function.identity()));
    } catch (AttestorException e) {
      LOG.debug("the pauses cannot be read: {}", e.getMessage()); // the cycle reports it
    }
    known.values().stream().filter(p -> !before.containsKey(p.backend())).forEach(Pauses::log);
    before.keySet().stream()
        .filter(backend -> !known.containsKey(backend))
        .forEach(backend -> LOG.info("{}: resumed", backend));
    return known.containsKey(Backend.serverId(id));
  }

  /** Pauses a backend; nothing happens if it is paused already. */
  public void pause(String id) {
    store.save(new Pause(id, clock.instant(), "jmx", ""));
    isPaused(id);
  }

  /** Ends the pause of a backend; nothing happens if it is not paused. */
  public void resume(String id) {
    store.remove(id);
    isPaused(id);
  }

  private static void log(Pause pause) {
    LOG.warn(
        "{}: paused since {} by {}{}; no cycle starts until: stella attestor backend resume {}",
        pause.backend(),
        pause.since(),
        pause.operator(),
        pause.reason().isEmpty() ? "" : ": " + pause.reason(),
        pause.backend());
  }
}
