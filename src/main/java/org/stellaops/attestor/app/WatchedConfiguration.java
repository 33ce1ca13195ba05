package org.stellaops.attestor.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.config.SettingsLoader;
import org.stellaops.attestor.failure.AttestorException;

/**
 * Applies changes of the configuration file to the routes of a running daemon. It is called only by
 * the route that watches the file, so calls do not overlap.
 */
public final class WatchedConfiguration {
  private static final Logger LOG = LoggerFactory.getLogger("attestor.configuration");

  private final Map<String, String> running;
  private volatile Schedule schedule;
  private Optional<Source> source = Optional.empty();
  private String lastStamp = "";
  private boolean pending;
  private Optional<WatchedRouteFiles> routeFiles = Optional.empty();

  /** A watcher for a daemon that was started with these settings. */
  public WatchedConfiguration(Settings settings) {
    this.running = new TreeMap<>(settings.placeholders());
    this.schedule = Schedule.of(settings);
  }

  private record Source(Path file, SettingsLoader loader, TimedRoutes routes) {}

  /** Watches this file for these routes. */
  public synchronized void watch(Path file, SettingsLoader loader, TimedRoutes routes) {
    source = Optional.of(new Source(file, loader, routes));
    lastStamp = stamp(file);
  }

  /** Reports changes of the route files in this directory. */
  public synchronized void watchRouteFiles(Path directory) {
    routeFiles = Optional.of(new WatchedRouteFiles(directory));
  }

  /** The current schedule of the routes. */
  public Schedule schedule() {
    return schedule;
  }

  /**
   * Whether the file has changed since it was last read, or a change is still to be applied. Logs
   * changed route files.
   */
  public synchronized boolean hasChanged() {
    routeFiles.ifPresent(WatchedRouteFiles::reportChanges);
    return source.isPresent() && (pending || !stamp(source.get().file()).equals(lastStamp));
  }

  /** Applies and logs what has changed. */
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
          reload(current.routes(), kind, keys, settings);
        }
      }
      if (!pending) {
        schedule = Schedule.of(settings);
      }
      changed.stream()
          .filter(key -> !TimedRoutes.isReloadable(key))
          .forEach(key -> LOG.warn("{} has changed; restart the daemon to apply it", key));
    } catch (AttestorException invalid) {
      LOG.error(
          "the changed configuration is invalid and was not applied: {}", invalid.getMessage());
    }
  }

  private void reload(
      TimedRoutes routes, TimedRoutes.Kind kind, List<String> keys, Settings settings) {
    Map<String, String> updated = settings.placeholders();
    Map<String, String> values = new TreeMap<>(Schedule.firstPolls(settings));
    keys.forEach(key -> values.put(key, updated.getOrDefault(key, "")));
    if (!routes.restart(kind, values)) {
      pending = true;
      LOG.info(
          "{} will be applied when no {} is running", String.join(", ", keys), kind.activity());
      return;
    }
    for (String key : keys) {
      LOG.info("{} is now {}, was {}", key, updated.get(key), running.get(key));
      running.put(key, values.get(key));
    }
  }

  /** Keys whose values differ from the running ones. */
  private List<String> changed(Map<String, String> updated) {
    return Stream.of(updated, running)
        .flatMap(values -> values.keySet().stream())
        .distinct()
        .filter(key -> !Objects.equals(updated.get(key), running.get(key)))
        .toList();
  }

  /** Time and size, to detect changes of the file; empty while it cannot be accessed. */
  private static String stamp(Path file) {
    try {
      return Files.getLastModifiedTime(file) + " " + Files.size(file);
    } catch (IOException e) {
      return "";
    }
  }
}
