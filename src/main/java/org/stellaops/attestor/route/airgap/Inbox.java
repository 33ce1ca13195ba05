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
 * The directory into which bundles are dropped. One that is imported goes to {@code imported/}, one
 * that is refused to {@code refused/}, each with a report beside it. One that cannot be imported
 * yet stays, with a report that says what it waits for: a database that is away, a bundle that
 * comes before it, or the rest of its digest.
 */
public final class Inbox {
  private final Duration quietPeriod;
  private final Clock clock;
  private final InboxBackoff backoff = new InboxBackoff();
  private final Set<Path> awaitingDigest = ConcurrentHashMap.newKeySet();

  /**
   * Takes a file that has no seal, and so is cut off, once it has not changed for this long; and
   * tells of one whose digest beside it has been no digest for this long.
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
   * Whether it can be taken: it is whole, or it will never be, a digest beside it is whole, and it
   * is not being waited for.
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
      return false; // it is gone again, or cannot be read as yet
    }
  }

  /** Whether a digest lies beside it that is none and has not changed for a while. */
  public boolean hasMalformedDigest(@Variable("importRequest") ImportRequest request) {
    DigestFile digest = DigestFile.of(request.file());
    try {
      return backoff.isDue(request.file(), clock.instant())
          && !digest.isAbsentOrComplete()
          && digest.isUnchangedSince(quietSince());
    } catch (IOException e) {
      return false; // it is gone again, or cannot be read as yet
    }
  }

  /** Says that the digest beside a bundle is none; the bundle waits, and may be perfect. */
  public BundleReport malformedDigestReport(@Variable("importRequest") ImportRequest request) {
    return BundleReport.ofUnread(
        request.file(),
        "",
        Optional.empty(),
        clock.instant(),
        DigestFile.of(request.file()).malformed());
  }

  /** One that waits for its digest alone is tried as soon as that is there, and then as others. */
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

  /** Whether a bundle was dropped here, and not named on a command line. */
  public boolean isFromInbox(@Variable("importRequest") ImportRequest request) {
    return request.fromInbox();
  }

  /** Moves a bundle out of the inbox, or notes what it waits for. */
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

  /** How many bundles wait for something. */
  public int waitingCount() {
    return backoff.count();
  }

  /** Trouble on this side, and what another bundle may bring, is no fault of the bundle. */
  private static boolean isTransient(Failure failure) {
    return failure == Failure.QUARANTINED
        || failure.exitCode() == ExitCode.INCOMPLETE
        || failure.exitCode() == ExitCode.OPERATIONAL && failure != Failure.INTERNAL;
  }

  /** A place in the folder that no earlier bundle of this name has. */
  private static Path freePath(Path folder, Path file) {
    String name = file.getFileName().toString();
    String suffix = Compression.of(file).suffixOf(name);
    String stem = name.substring(0, name.length() - suffix.length());
    Path candidate = folder.resolve(name);
    for (int number = 2; Files.exists(candidate); number++) {
      candidate = folder.resolve(stem + "." + number + suffix);
    }
    return candidate;
  }

  private static Path sibling(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }
}
