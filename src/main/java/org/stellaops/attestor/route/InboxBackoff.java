package org.stellaops.attestor.route;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Schedules the retries of bundles that cannot be imported yet: after ten seconds, then after twice
 * as long each time, up to an hour; and at once after another import, which may be the one that was
 * missing.
 */
public final class InboxBackoff {
  private static final Duration INITIAL_DELAY = Duration.ofSeconds(10);
  private static final Duration MAX_DELAY = Duration.ofHours(1);

  private final Map<Path, Pause> pauses = new ConcurrentHashMap<>();

  /** Whether the bundle may be tried now. */
  public boolean isDue(Path file, Instant now) {
    Pause pause = pauses.get(file);
    return pause == null || !now.isBefore(pause.until());
  }

  /** Records that the bundle cannot be imported yet. */
  public void postpone(Path file, Instant now) {
    pauses.compute(
        file,
        (same, before) -> {
          Duration next = before == null ? INITIAL_DELAY : before.length().multipliedBy(2);
          Duration length = next.compareTo(MAX_DELAY) > 0 ? MAX_DELAY : next;
          return new Pause(now.plus(length), length);
        });
  }

  /** Forgets a bundle that is no longer in the inbox. */
  public void remove(Path file) {
    pauses.remove(file);
  }

  /** Makes all bundles due after an import; they count as waiting until they are tried. */
  public void reset() {
    pauses.replaceAll((file, pause) -> new Pause(Instant.MIN, Duration.ofSeconds(5)));
  }

  /** The number of waiting bundles, which may include some that were removed by hand. */
  public int count() {
    pauses.keySet().removeIf(file -> !Files.exists(file, LinkOption.NOFOLLOW_LINKS));
    return pauses.size();
  }

  private record Pause(Instant until, Duration length) {}
}
