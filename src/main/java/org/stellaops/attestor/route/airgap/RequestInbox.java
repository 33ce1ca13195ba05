package org.stellaops.attestor.route.airgap;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;
import org.stellaops.attestor.drop.DropFolder;
import org.stellaops.attestor.drop.DropName;
import org.stellaops.attestor.drop.DroppedFile;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.route.DropInbox;
import org.stellaops.attestor.route.SidecarFiles;

/** The directory {@code requests/} of the outbox, into which others put requests for exports. */
public final class RequestInbox {
  private static final Pattern NAMES = Pattern.compile("(?is)[^.].*\\.ya?ml");
  private static final Duration QUIET_PERIOD = Duration.ofSeconds(1);

  /** The folder of answered requests. */
  public static final String SERVED = "served";

  /** The folder of invalid requests. */
  public static final String REFUSED = "refused";

  private final Optional<Path> directory;
  private final DropInbox drops;

  public RequestInbox(Optional<Path> directory, Clock clock) {
    this.directory = directory;
    this.drops =
        new DropInbox(NAMES, QUIET_PERIOD, clock, LoggerFactory.getLogger("attestor.bundles"));
  }

  /** The requests to answer now, in the order of their names. */
  public List<Path> arrivals() {
    Path requests = directory.orElseThrow();
    List<Path> due =
        drops.list(requests).stream()
            .filter(drops::isDue)
            .filter(file -> drops.isQuiet(file))
            .toList();
    return due.isEmpty() || !drops.isUsable(requests, due, SERVED, REFUSED)
        ? List.of()
        : due.stream().filter(this::isReadable).toList();
  }

  private boolean isReadable(Path file) {
    Optional<String> obstacle = new DroppedFile(file).obstacle();
    obstacle.ifPresent(reason -> drops.hold(file, reason));
    return obstacle.isEmpty();
  }

  /** Files the reports and moves the request with them, unless it is retried. */
  void answer(Path file, Optional<Failure> failure, List<?> reports) {
    if (failure.filter(Failure::isTransient).isPresent()) {
      drops.postpone(file); // the database or the disk is unavailable
      return;
    }
    String name = failure.isEmpty() ? SERVED : REFUSED;
    drops.moveAway(
        file,
        name,
        () -> {
          try (DropFolder folder =
              DropFolder.open(Objects.requireNonNull(file.getParent()), name)) {
            Path plain = DropName.plain(file.getFileName());
            folder.write(Path.of(stem(plain) + ".report.json"), SidecarFiles.json(reports));
            folder.move(Objects.requireNonNull(file.getParent()), file.getFileName(), plain);
          }
        });
  }

  /** Number of requests that wait for a retry. */
  public int waitingCount() {
    return drops.waitingCount();
  }

  /** The name of a file without its suffix. */
  static String stem(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.lastIndexOf('.'));
  }
}
