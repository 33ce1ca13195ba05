package org.stellaops.attestor.drop;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers since when each file has been as it is, by the local clock. The times of the files only
 * show that something has changed: a copier may set them, to the past or to the future. After a
 * restart, all files count as just changed.
 */
public final class Sightings {
  private final Clock clock;
  private final Map<Path, Sighting> sightings = new ConcurrentHashMap<>();

  public Sightings(Clock clock) {
    this.clock = clock;
  }

  /** Looks at a file: since when it has been as it is; empty if it is absent. */
  public Optional<Instant> unchangedSince(Path file) {
    Optional<FileState> state;
    try {
      state = new DroppedFile(file).state();
    } catch (IOException e) {
      state = Optional.empty();
    }
    if (state.isEmpty()) {
      sightings.remove(file);
      return Optional.empty();
    }
    FileState now = state.get();
    Sighting seen =
        sightings.compute(
            file,
            (same, before) ->
                before != null && before.state().equals(now)
                    ? before
                    : new Sighting(now, clock.instant()));
    return Optional.of(seen.since());
  }

  /** Whether a file exists and has been as it is for this long. */
  public boolean isUnchangedFor(Path file, Duration period) {
    Optional<Instant> since = unchangedSince(file);
    return since.isPresent() && !since.get().isAfter(clock.instant().minus(period));
  }

  /** Forgets all other files. */
  public void retain(Collection<Path> files) {
    sightings.keySet().retainAll(files);
  }

  private record Sighting(FileState state, Instant since) {}
}
