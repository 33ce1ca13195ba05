package org.stellaops.attestor.route;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bundles that cannot be imported yet, and when each is tried again: after ten seconds at first,
 * then after twice as long each time, up to an hour; and at once when another one was imported,
 * which may be the one that they wait for.
 */
final class Waiting {
  private static final Duration FIRST = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofHours(1);

  private final Map<Path, Pause> pauses = new ConcurrentHashMap<>();

  /** Whether it may be tried now. */
  boolean isOver(Path file, Instant now) {
    Pause pause = pauses.get(file);
    return pause == null || !now.isBefore(pause.until());
  }

  /** It cannot be imported yet. */
  void begin(Path file, Instant now) {
    pauses.compute(
        file,
        (same, before) -> {
          Duration next = before == null ? FIRST : before.length().multipliedBy(2);
          Duration length = next.compareTo(LONGEST) > 0 ? LONGEST : next;
          return new Pause(now.plus(length), length);
        });
  }

  /** It is gone from the inbox. */
  void end(Path file) {
    pauses.remove(file);
  }

  /** Something was imported: all may be tried at once, and count as waiting until they are. */
  void hurry() {
    pauses.replaceAll((file, pause) -> new Pause(Instant.MIN, Duration.ofSeconds(5)));
  }

  /** How many there are; whoever took one out by hand has not told us. */
  int count() {
    pauses.keySet().removeIf(file -> !Files.exists(file));
    return pauses.size();
  }

  private record Pause(Instant until, Duration length) {}
}
