package org.stellaops.attestor.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The route files in {@code routesDir}, which the daemon loads only when it starts. */
final class WatchedRouteFiles {
  private static final Logger LOG = LoggerFactory.getLogger("attestor.configuration");

  private final Path directory;
  private Map<Path, String> known;

  /** The files that the daemon has loaded. */
  WatchedRouteFiles(Path directory) {
    this.directory = directory;
    this.known = read();
  }

  /** Logs each file that was added, changed or removed since the last call. */
  void reportChanges() {
    Map<Path, String> current = read();
    TreeSet<Path> files = new TreeSet<>(known.keySet());
    files.addAll(current.keySet());
    for (Path file : files) {
      if (!Objects.equals(known.get(file), current.get(file))) {
        LOG.warn(
            "{} was {}; restart the daemon to apply it",
            file,
            !known.containsKey(file) ? "added" : current.containsKey(file) ? "changed" : "removed");
      }
    }
    known = current;
  }

  /** Time and size of each file; none if the directory cannot be read. */
  private Map<Path, String> read() {
    Map<Path, String> stamps = new TreeMap<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".camel.yaml")).toList()) {
        stamps.put(file, Files.getLastModifiedTime(file) + " " + Files.size(file));
      }
    } catch (IOException e) {
      LOG.warn("cannot read the route files in {}: {}", directory, e.toString());
    }
    return stamps;
  }
}
