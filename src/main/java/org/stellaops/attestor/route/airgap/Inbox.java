package org.stellaops.attestor.route.airgap;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.camel.Variable;
import org.slf4j.LoggerFactory;
import org.stellaops.attestor.bundle.archive.BundleTrailer;
import org.stellaops.attestor.bundle.archive.Compression;
import org.stellaops.attestor.bundle.format.ReceiptFile;
import org.stellaops.attestor.drop.DropFolder;
import org.stellaops.attestor.drop.DropName;
import org.stellaops.attestor.drop.DroppedFile;
import org.stellaops.attestor.drop.FileState;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.route.DropInbox;
import org.stellaops.attestor.route.SidecarFiles;

/**
 * The inbox directory for bundles. An imported bundle is moved to {@code imported/}, a refused one
 * to {@code refused/}, each with a report. A bundle that cannot be imported yet stays, with a
 * report of the reason: no database, a missing earlier bundle, an incomplete digest file, or
 * something that is not a readable regular file.
 */
public final class Inbox {
  private static final Pattern NAMES =
      Pattern.compile("(?is)[^.].*\\.(tar\\.gz|tgz|tar\\.zst|tzst)");

  /** The folder of imported bundles. */
  public static final String IMPORTED = "imported";

  /** The folder of refused bundles. */
  public static final String REFUSED = "refused";

  private final Optional<Path> directory;
  private final Clock clock;
  private final DropInbox drops;
  private final Set<Path> awaitingDigest = ConcurrentHashMap.newKeySet();
  private final Map<Path, FileState> started = new ConcurrentHashMap<>();
  private boolean foldersUsable = false;

  /**
   * Imports a file without a trailer, or reports one with a malformed digest file, only after the
   * file has not changed for {@code quietPeriod}.
   */
  public Inbox(Optional<Path> directory, Duration quietPeriod, Clock clock) {
    this.directory = directory;
    this.clock = clock;
    this.drops =
        new DropInbox(NAMES, quietPeriod, clock, LoggerFactory.getLogger("attestor.bundles"));
  }

  /** The bundles in the inbox, in the order of their names, so that volumes are in sequence. */
  public List<ImportRequest> arrivals() {
    Path inbox = directory.orElseThrow();
    List<Path> files = drops.list(inbox);
    if (!foldersUsable && hasFolders(inbox)) {
      foldersUsable = true;
      drops.reset();
    }
    return files.stream().map(file -> new ImportRequest(file, false, true)).toList();
  }

  private boolean hasFolders(Path inbox) {
    return drops.hasFolder(inbox, IMPORTED) & drops.hasFolder(inbox, REFUSED);
  }

  /**
   * Whether the import can start: the file is complete or no longer changes, its digest file is
   * complete or absent, and no retry delay is running.
   */
  public boolean isComplete(@Variable("importRequest") ImportRequest request) {
    Path file = request.file();
    if (!drops.isDue(file) && !awaitingDigest.contains(file)
        || drops.obstacle(file).isPresent()
        || DigestFile.of(file).problem().isPresent()
        || !hasTrailer(file) && !drops.isQuiet(file)) {
      return false;
    }
    // the result of an import that cannot be filed would be lost, and the import repeated
    if (!drops.hasFolder(Objects.requireNonNull(file.getParent()), IMPORTED)) {
      foldersUsable = false;
      drops.postpone(file);
      return false;
    }
    return rememberState(file);
  }

  /** Remembers which file is imported; false if it is gone. */
  private boolean rememberState(Path file) {
    started.remove(file);
    try {
      new DroppedFile(file).state().ifPresent(state -> started.put(file, state));
    } catch (IOException e) {
      return false;
    }
    return started.containsKey(file);
  }

  private static boolean hasTrailer(Path file) {
    try (SeekableByteChannel content = new DroppedFile(file).openChannel()) {
      return BundleTrailer.isAtEndOf(file, content);
    } catch (IOException e) {
      return false; // removed again, or not readable yet
    }
  }

  /** Whether the digest file is malformed or unreadable, and does not change. */
  public boolean hasMalformedDigest(@Variable("importRequest") ImportRequest request) {
    Path file = request.file();
    return drops.isDue(file)
        && drops.obstacle(file).isEmpty()
        && DigestFile.of(file).problem().isPresent()
        && drops.isQuiet(DigestFile.of(file).path());
  }

  /** The report of a malformed digest file; the bundle stays in the inbox. */
  public BundleReport malformedDigestReport(@Variable("importRequest") ImportRequest request) {
    AttestorException error =
        DigestFile.of(request.file())
            .problem()
            .orElseGet(
                () -> new AttestorException(Failure.INCOMPLETE, "the digest file has changed", ""));
    return BundleReport.ofUnread(request.file(), "", Optional.empty(), clock.instant(), error);
  }

  /** Whether the bundle is refused unread, since no report could have its name. */
  public boolean hasBadName(@Variable("importRequest") ImportRequest request) {
    Path file = request.file();
    return drops.isDue(file)
        && DropName.problem(file.getFileName()).isPresent()
        && new DroppedFile(file).obstacle().isEmpty()
        && drops.isQuiet(file)
        && rememberState(file);
  }

  /** The report of a name that cannot be worked with. */
  public BundleReport badNameReport(@Variable("importRequest") ImportRequest request) {
    String problem = DropName.problem(request.file().getFileName()).orElseThrow();
    AttestorException error =
        new AttestorException(
            Failure.BAD_BUNDLE, "bundle rejected: " + problem, "rename it and copy it again");
    return BundleReport.ofUnread(request.file(), "", Optional.empty(), clock.instant(), error);
  }

  /** Reports a link, a FIFO or an unreadable file that stays as it is, and keeps it. */
  public void holdObstructed(@Variable("importRequest") ImportRequest request) {
    Path file = request.file();
    Optional<String> obstacle = drops.obstacle(file);
    if (obstacle.isEmpty() || !drops.isDue(file) || !drops.isQuiet(file)) {
      return;
    }
    drops.hold(file, obstacle.get());
    AttestorException error =
        new AttestorException(
            Failure.INCOMPLETE,
            "cannot read the bundle: " + obstacle.get(),
            "put a regular file there that the daemon's user can read");
    reportBeside(file, BundleReport.ofUnread(file, "", Optional.empty(), clock.instant(), error));
  }

  /** Retries a bundle without delay as soon as its digest file is complete. */
  private void trackDigest(Path file) {
    if (DigestFile.of(file).problem().isEmpty()) {
      awaitingDigest.remove(file);
    } else {
      awaitingDigest.add(file);
    }
  }

  /** Whether the bundle is from the inbox and not from a command line. */
  public boolean isFromInbox(@Variable("importRequest") ImportRequest request) {
    return request.fromInbox();
  }

  /** Moves a bundle out of the inbox, or reports why it stays. Never fails. */
  public void moveOut(
      @Variable("importRequest") ImportRequest request, @Variable("report") BundleReport report) {
    Path file = request.file();
    if (report.failure().filter(Inbox::mayRetry).isPresent()) {
      trackDigest(file);
      drops.postpone(file);
      reportBeside(file, report);
      return;
    }
    if (!drops.moveAway(file, report.outcome(), () -> moveVerified(file, report))) {
      foldersUsable = hasFolders(Objects.requireNonNull(file.getParent()));
    }
    if (report.failure().isEmpty()) {
      drops.reset();
    }
  }

  /** Moves the file that was imported; one that has replaced it is left for the next scan. */
  private void moveVerified(Path file, BundleReport report) throws IOException {
    FileState verified = started.get(file);
    if (verified == null
        || new DroppedFile(file).state().filter(verified::isSameFile).isPresent()) {
      move(file, report);
    }
    started.remove(file);
    awaitingDigest.remove(file);
  }

  private static void move(Path file, BundleReport report) throws IOException {
    Path inbox = Objects.requireNonNull(file.getParent());
    Path name = file.getFileName();
    boolean succeeded = report.failure().isEmpty();
    try (DropFolder folder = DropFolder.open(inbox, succeeded ? IMPORTED : REFUSED)) {
      Path target = freeName(folder, DropName.plain(name));
      folder.write(suffixed(target, ".report.json"), SidecarFiles.json(report.json()));
      if (report.receipt().isPresent()) {
        folder.write(suffixed(target, ".receipt.json"), ReceiptFile.print(report.receipt().get()));
      }
      if (DropName.problem(name).isEmpty()) {
        folder.move(inbox, suffixed(name, ".sha256"), suffixed(target, ".sha256"));
        deleteReport(file);
      }
      // last, so that all other files are complete when the bundle appears there
      folder.move(inbox, name, target);
    }
  }

  private static void deleteReport(Path file) {
    try {
      Files.deleteIfExists(suffixed(file, ".report.json"));
    } catch (IOException e) {
      // a directory has this name
    }
  }

  private static void reportBeside(Path file, BundleReport report) {
    try {
      if (DropName.problem(file.getFileName()).isEmpty()) {
        SidecarFiles.write(suffixed(file, ".report.json"), report.json());
      }
    } catch (AttestorException e) {
      // the log has the reason
    }
  }

  /** Number of bundles that wait for a retry. */
  public int waitingCount() {
    return drops.waitingCount();
  }

  /** Whether a retry can succeed: a local failure, or a missing earlier bundle. */
  private static boolean mayRetry(Failure failure) {
    return failure == Failure.QUARANTINED
        || failure.exitCode() == ExitCode.INCOMPLETE
        || failure.isTransient();
  }

  /** An unused name in the folder; a number is added to the name if needed. */
  private static Path freeName(DropFolder folder, Path name) throws IOException {
    Path candidate = name;
    for (int number = 2; folder.has(candidate); number++) {
      candidate = Compression.insertBeforeSuffix(name, "." + number);
    }
    return candidate;
  }

  private static Path suffixed(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }
}
