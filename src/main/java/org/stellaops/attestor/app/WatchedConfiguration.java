package org.stellaops.attestor.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.config.SettingsLoader;
import org.stellaops.attestor.failure.AttestorException;

/**
 * The configuration file of a running daemon, and what of its changes the routes can take up. Only
 * the one route that watches calls it, so that looks follow one another.
 */
public final class WatchedConfiguration {
  private static final Logger LOG = LoggerFactory.getLogger("attestor.configuration");

  private final Map<String, String> running;
  private volatile Schedule schedule;
  private Optional<Source> source = Optional.empty();
  private String lastStamp = "";
  private boolean pending;

  /** What runs with these settings. */
  public WatchedConfiguration(Settings settings) {
    this.running = new TreeMap<>(settings.placeholders());
    this.schedule = Schedule.of(settings);
  }

  private record Source(Path file, SettingsLoader loader, TimedRoutes routes) {}

  /** Watches this file for these routes from now on. */
  public synchronized void watch(Path file, SettingsLoader loader, TimedRoutes routes) {
    source = Optional.of(new Source(file, loader, routes));
    lastStamp = stamp(file);
  }

  /** The rhythm in which the routes work now. */
  public Schedule schedule() {
    return schedule;
  }

  /** Whether the file is another than the one that was read last, or something is left to do. */
  public synchronized boolean hasChanged() {
    return source.isPresent() && (pending || !stamp(source.get().file()).equals(lastStamp));
  }

  /** Takes up what has changed, and tells. */
  public synchronized void reload() {
    Source current = source.orElseThrow();
    pending = false;
    lastStamp = stamp(current.file());
    try {
      Settings settings = current.loader().load(current.file());
      Map<String, String> updated = settings.placeholders();
      List<String> changed = changed(updated);
      for (TimedRoutes.Kind kind : TimedRoutes.Kind.values()) {
        List<String> keys = changed.stream().filter(kind.keys()::contains).toList();
        if (!keys.isEmpty()) {
          reload(current.routes(), kind, keys, updated);
        }
      }
      if (!pending) {
        schedule = Schedule.of(settings);
      }
      changed.stream()
          .filter(key -> !TimedRoutes.isReloadable(key))
          .forEach(key -> LOG.warn("{} has changed, which needs a restart of the daemon", key));
    } catch (AttestorException invalid) {
      LOG.error("the changed configuration is not taken up: {}", invalid.getMessage());
    }
  }

  private void reload(
      TimedRoutes routes, TimedRoutes.Kind kind, List<String> keys, Map<String, String> updated) {
    Map<String, String> values = new TreeMap<>();
    keys.forEach(key -> values.put(key, updated.getOrDefault(key, "")));
    if (!routes.restart(kind, values)) {
      pending = true;
      LOG.info("{} waits until no {} is under way", String.join(", ", keys), kind.activity());
      return;
    }
    for (String key : keys) {
      LOG.info("{} is now {}, was {}", key, updated.get(key), running.get(key));
      running.put(key, values.get(key));
    }
  }

  /** Keys whose values differ from those that run. */
  private List<String> changed(Map<String, String> updated) {
    List<String> keys = new ArrayList<>(updated.keySet());
    running.keySet().stream().filter(key -> !updated.containsKey(key)).forEach(keys::add);
    return keys.stream()
        .filter(key -> !String.valueOf(updated.get(key)).equals(String.valueOf(running.get(key))))
        .toList();
  }

  /** Differs when the file has been written; empty while it cannot be looked at. */
  private static String stamp(Path file) {
    try {
      return Files.getLastModifiedTime(file) + " " + Files.size(file);
    } catch (IOException e) {
      return "";
    }
  }
}
