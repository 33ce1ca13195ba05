package org.stellaops.attestor.route;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
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

  /** The files in the directory that are to be processed, in the order of their names. */
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
      return List.of();
    } catch (IOException | DirectoryIteratorException e) {
      report(directory, "cannot read " + directory + ": " + reason(e), false);
      return List.of();
    }
    reported.remove(directory);
    sightings.retain(present);
    reported
        .keySet()
        .removeIf(file -> directory.equals(file.getParent()) && !present.contains(file));
    files.sort(Comparator.comparing(file -> file.getFileName().toString()));
    return files;
  }

  private static String reason(Exception error) {
    return error instanceof IOException io
        ? DroppedFile.reason(io)
        : DroppedFile.reason(((DirectoryIteratorException) error).getCause());
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
      if (!Files.isWritable(directory)) {
        throw new FileSystemException(
            directory.toString(), null, "files cannot be moved out of " + directory);
      }
      reported.remove(folder);
      return true;
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

  /** Keeps a file until its next retry; a reason that is not new is not logged again. */
  public void hold(Path file, String reason) {
    backoff.postpone(file, clock.instant());
    report(file, SafeText.line(file.toString()) + " waits: " + reason, true);
  }

  private void report(Path file, String line, boolean limited) {
    if (limited && reported.size() >= MAX_REPORTED_NAMES && !reported.containsKey(file)) {
      return;
    }
    if (!line.equals(reported.put(file, line))) {
      log.warn("{}", line);
    }
  }

  /** Whether the file may be tried now: no delay is running, or its obstacle is gone. */
  public boolean isDue(Path file) {
    return backoff.isDue(file, clock.instant())
        || reported.containsKey(file) && obstacle(file).isEmpty();
  }

  /** Tries the file again after a delay. */
  public void postpone(Path file) {
    backoff.postpone(file, clock.instant());
  }

  /** Forgets a file that was processed. */
  public void remove(Path file) {
    backoff.remove(file);
    reported.remove(file);
  }

  /** Makes all waiting files due. */
  public void reset() {
    backoff.reset();
  }

  /** The number of files that wait for a retry. */
  public int waitingCount() {
    return backoff.count();
  }
}
