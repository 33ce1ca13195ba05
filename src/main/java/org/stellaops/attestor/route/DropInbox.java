package org.stellaops.attestor.route;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.stellaops.attestor.drop.DropFolder;
import org.stellaops.attestor.drop.DropName;
import org.stellaops.attestor.drop.DroppedFile;
import org.stellaops.attestor.drop.Sightings;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.SafeText;

/**
 * A directory into which others put files for the daemon. Lists them, knows which of them still
 * change, and schedules their retries. A file that cannot be used is logged once, counts as
 * waiting, and is looked at again after increasing delays.
 */
public final class DropInbox {
  private static final int MAX_REPORTED_NAMES = 1000;

  private final Pattern names;
  private final Duration quietPeriod;
  private final Clock clock;
  private final Logger log;
  private final Sightings sightings;
  private final InboxBackoff backoff = new InboxBackoff();
  private final Map<Path, String> reported = new ConcurrentHashMap<>();
  private final Set<Path> obstructed = ConcurrentHashMap.newKeySet();
  private volatile boolean isBlocked = false;
  private final Map<Path, Unmoved> unmoved = new ConcurrentHashMap<>();

  /**
   * Creates one without files.
   *
   * @param names which files are listed; matches the whole name
   * @param quietPeriod time without a change, as seen by this process, after which a file is
   *     complete
   */
  public DropInbox(Pattern names, Duration quietPeriod, Clock clock, Logger log) {
    this.names = names;
    this.quietPeriod = quietPeriod;
    this.clock = clock;
    this.log = log;
    this.sightings = new Sightings(clock);
  }

  /**
   * The files in the directory that are to be processed, in the order of their names. Retries the
   * moves of those that were processed and could not be moved.
   */
  public List<Path> list(Path directory) {
    List<Path> files = new ArrayList<>();
    Set<Path> present = new HashSet<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
      for (Path file : all) {
        present.add(file);
        if (names.matcher(file.getFileName().toString()).matches()) {
          files.add(file);
          sightings.unchangedSince(file);
        }
      }
    } catch (NoSuchFileException e) {
      create(directory);
      return List.of();
    } catch (IOException | DirectoryIteratorException e) {
      report(directory, "cannot read " + directory + ": " + reason(e), false);
      return List.of();
    }
    sightings.retain(present);
    reported
        .keySet()
        .removeIf(file -> directory.equals(file.getParent()) && !present.contains(file));
    obstructed.retainAll(present);
    files.sort(Comparator.comparing(file -> file.getFileName().toString()));
    unmoved.keySet().retainAll(files);
    for (Map.Entry<Path, Unmoved> each : unmoved.entrySet()) {
      if (backoff.isDue(each.getKey(), clock.instant())) {
        moveAway(each.getKey(), each.getValue().outcome(), each.getValue().move());
      }
      files.remove(each.getKey());
    }
    return files;
  }

  private void create(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      report(directory, "cannot create " + directory + ": " + reason(e), false);
    }
  }

  /**
   * Moves a processed file away. If that fails, the file waits, and only its move is retried.
   *
   * @param outcome the result for the log, as {@code imported}
   * @return whether the file is gone
   */
  public boolean moveAway(Path file, String outcome, Move move) {
    try {
      move.run();
      unmoved.remove(file);
      remove(file);
      return true;
    } catch (IOException | AttestorException e) {
      unmoved.put(file, new Unmoved(outcome, move));
      hold(file, outcome + ", but cannot be moved: " + reason(e));
      return false;
    }
  }

  private static String reason(Exception error) {
    if (error instanceof DirectoryIteratorException wrapper) {
      return DroppedFile.reason(Objects.requireNonNull(wrapper.getCause()));
    }
    return error instanceof IOException io
        ? DroppedFile.reason(io)
        : String.valueOf(error.getMessage());
  }

  /** Whether none of the files that exist has changed for the quiet period. */
  public boolean isQuiet(Path... files) {
    return Arrays.stream(files)
        .allMatch(file ->
            sightings.unchangedSince(file).isEmpty()
                || sightings.isUnchangedFor(file, quietPeriod));
  }

  /** The last change of the files that exist; empty if none exists. */
  public Optional<Instant> lastChanged(Path... files) {
    return Arrays.stream(files)
        .map(sightings::unchangedSince)
        .flatMap(Optional::stream)
        .max(Comparator.naturalOrder());
  }

  /** Why the file cannot be used: its name, its type or its permissions; empty if it can. */
  public Optional<String> obstacle(Path file) {
    Optional<String> name = DropName.problem(Objects.requireNonNull(file.getFileName()));
    return name.isPresent() ? name : new DroppedFile(file).obstacle();
  }

  /**
   * Checks that a folder of the daemon below a drop directory can be used, and logs once if not.
   */
  public boolean hasFolder(Path directory, String name) {
    Path folder = directory.resolve(name);
    try {
      DropFolder.open(directory, name).close();
      reported.remove(folder);
      return canMoveOutOf(directory);
    } catch (IOException e) {
      report(
          folder,
          "cannot use "
              + folder
              + ": "
              + DroppedFile.reason(e)
              + "; it must be a directory of the daemon's user that this user can write",
          false);
      return false;
    }
  }

  /** Checks that files can be moved out of the directory, and logs once if not. */
  public boolean canMoveOutOf(Path directory) {
    if (Files.isWritable(directory)) {
      reported.remove(directory);
      return true;
    }
    report(
        directory,
        "cannot move files out of "
            + directory
            + ": permission denied; the daemon's user must be able to write it",
        false);
    return false;
  }

  /**
   * Checks a directory and its folders; if they cannot be used, the due files are postponed, and
   * all are due as soon as they can.
   */
  public boolean isUsable(Path directory, List<Path> files, String... folders) {
    boolean usable = canMoveOutOf(directory);
    for (String folder : folders) {
      usable &= hasFolder(directory, folder);
    }
    if (!usable) {
      files.stream().filter(this::isDue).forEach(this::postpone);
    } else if (isBlocked) {
      reset();
    }
    isBlocked = !usable;
    return usable;
  }

  /** Keeps a file until its next retry; a reason that is not new is not logged again. */
  public void hold(Path file, String reason) {
    backoff.postpone(file, clock.instant());
    if (obstacle(file).isPresent()) {
      obstructed.add(file);
    }
    report(file, SafeText.line(file.toString()) + " waits: " + reason, true);
  }

  private void report(Path file, String line, boolean limited) {
    if (isNews(file, line, limited)) {
      log.warn("{}", line);
    }
  }

  /** Whether this line about a file differs from the last one, so that it is to be logged. */
  public boolean isNews(Path file, String line) {
    return isNews(file, line, true);
  }

  private boolean isNews(Path file, String line, boolean limited) {
    if (limited && reported.size() >= MAX_REPORTED_NAMES && !reported.containsKey(file)) {
      return false;
    }
    return !line.equals(reported.put(file, line));
  }

  /** Whether the file may be tried now: no delay is running, or its obstacle is gone. */
  public boolean isDue(Path file) {
    return !unmoved.containsKey(file)
        && (backoff.isDue(file, clock.instant())
            || obstructed.contains(file) && obstacle(file).isEmpty());
  }

  /** Tries the file again after a delay. */
  public void postpone(Path file) {
    backoff.postpone(file, clock.instant());
  }

  /** Forgets a file that was processed. */
  public void remove(Path file) {
    backoff.remove(file);
    reported.remove(file);
    obstructed.remove(file);
  }

  /** Makes all waiting files due. */
  public void reset() {
    backoff.reset();
  }

  /** The number of files that wait for a retry. */
  public int waitingCount() {
    return backoff.count();
  }

  /** Moves one file and those that belong to it. */
  @FunctionalInterface
  public interface Move {
    /** Moves them; may be called again if it fails. */
    void run() throws IOException;
  }

  private record Unmoved(String outcome, Move move) {}
}
