package org.stellaops.attestor.route.airgap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Header;
import org.apache.camel.Variable;
import org.stellaops.attestor.bundle.archive.BundleTrailer;
import org.stellaops.attestor.bundle.archive.Compression;
import org.stellaops.attestor.bundle.format.ReceiptFile;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.route.InboxBackoff;
import org.stellaops.attestor.route.SidecarFiles;

/**
 * The inbox directory for bundles. An imported bundle is moved to {@code imported/}, a refused one
 * to {@code refused/}, each with a report. A bundle that cannot be imported yet stays, with a
 * report of the reason: no database, a missing earlier bundle, or an incomplete digest file.
 */
public final class Inbox {
  private final Duration quietPeriod;
  private final Clock clock;
  private final InboxBackoff backoff = new InboxBackoff();
  private final Set<Path> awaitingDigest = ConcurrentHashMap.newKeySet();

  /**
   * Imports a file without a trailer, or reports one with a malformed digest file, only after the
   * file has not changed for {@code quietPeriod}.
   */
  public Inbox(Duration quietPeriod, Clock clock) {
    this.quietPeriod = quietPeriod;
    this.clock = clock;
  }

  /** The request to import a file of the inbox. */
  public ImportRequest request(@Header("CamelFileAbsolutePath") String file) {
    return new ImportRequest(Path.of(file), false, true);
  }

  /**
   * Whether the import can start: the file is complete or no longer changes, its digest file is
   * complete or absent, and no retry delay is running.
   */
  public boolean isComplete(@Variable("importRequest") ImportRequest request) {
    Path file = request.file();
    if (!backoff.isDue(file, clock.instant()) && !awaitingDigest.contains(file)) {
      return false;
    }
    try {
      return DigestFile.of(file).isAbsentOrComplete()
          && (BundleTrailer.isAtEndOf(file)
              || !Files.getLastModifiedTime(file).toInstant().isAfter(quietSince()));
    } catch (IOException | AttestorException e) {
      return false; // removed again, or not readable yet
    }
  }

  /** Whether the digest file is malformed and has not changed during the quiet period. */
  public boolean hasMalformedDigest(@Variable("importRequest") ImportRequest request) {
    DigestFile digest = DigestFile.of(request.file());
    try {
      return backoff.isDue(request.file(), clock.instant())
          && !digest.isAbsentOrComplete()
          && digest.isUnchangedSince(quietSince());
    } catch (IOException e) {
      return false; // removed again, or not readable yet
    }
  }

  /** The report of a malformed digest file; the bundle stays in the inbox. */
  public BundleReport malformedDigestReport(@Variable("importRequest") ImportRequest request) {
    AttestorException error = DigestFile.of(request.file()).malformed();
    return BundleReport.ofUnread(request.file(), "", Optional.empty(), clock.instant(), error);
  }

  /** Retries a bundle without delay as soon as its digest file is complete. */
  private void trackDigest(Path file) {
    try {
      if (DigestFile.of(file).isAbsentOrComplete()) {
        awaitingDigest.remove(file);
      } else {
        awaitingDigest.add(file);
      }
    } catch (IOException e) {
      awaitingDigest.remove(file);
    }
  }

  private Instant quietSince() {
    return clock.instant().minus(quietPeriod);
  }

  /** Whether the bundle is from the inbox and not from a command line. */
  public boolean isFromInbox(@Variable("importRequest") ImportRequest request) {
    return request.fromInbox();
  }

  /** Moves a bundle out of the inbox, or reports why it stays. */
  public void moveOut(
      @Variable("importRequest") ImportRequest request, @Variable("report") BundleReport report) {
    Path file = request.file();
    if (report.failure().filter(Inbox::isTransient).isPresent()) {
      SidecarFiles.write(sibling(file, ".report.json"), report.json());
      backoff.postpone(file, clock.instant());
      trackDigest(file);
      return;
    }
    boolean succeeded = report.failure().isEmpty();
    Path target = freePath(file.resolveSibling(succeeded ? "imported" : "refused"), file);
    SidecarFiles.write(sibling(target, ".report.json"), report.json());
    report
        .receipt()
        .ifPresent(receipt ->
            SidecarFiles.write(sibling(target, ".receipt.json"), ReceiptFile.print(receipt)));
    SidecarFiles.move(sibling(file, ".sha256"), sibling(target, ".sha256"));
    SidecarFiles.delete(sibling(file, ".report.json"));
    // last, so that all other files are complete when the bundle appears there
    SidecarFiles.move(file, target);
    backoff.remove(file);
    awaitingDigest.remove(file);
    if (succeeded) {
      backoff.reset();
    }
  }

  /** Number of bundles that wait for a retry. */
  public int waitingCount() {
    return backoff.count();
  }

  /** Whether a retry can succeed: a local failure, or a missing earlier bundle. */
  private static boolean isTransient(Failure failure) {
    return failure == Failure.QUARANTINED
        || failure.exitCode() == ExitCode.INCOMPLETE
        || failure.exitCode() == ExitCode.OPERATIONAL && failure != Failure.INTERNAL;
  }

  /** An unused path in the folder; a number is added to the name if needed. */
  private static Path freePath(Path folder, Path file) {
    Path first = folder.resolve(file.getFileName());
    Path candidate = first;
    for (int number = 2; Files.exists(candidate); number++) {
      candidate = Compression.insertBeforeSuffix(first, "." + number);
    }
    return candidate;
  }

  private static Path sibling(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }
}
