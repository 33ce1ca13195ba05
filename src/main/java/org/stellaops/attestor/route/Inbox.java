package org.stellaops.attestor.route;

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
import org.stellaops.attestor.bundle.Compression;
import org.stellaops.attestor.bundle.ReceiptFile;
import org.stellaops.attestor.bundle.Seal;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;

/**
 * The directory into which bundles are dropped. One that is imported goes to {@code imported/}, one
 * that is refused to {@code refused/}, each with a report beside it. One that cannot be imported
 * yet stays, with a report that says what it waits for: a database that is away, a bundle that
 * comes before it, or the rest of its digest.
 */
public final class Inbox {
  private final Duration settleTime;
  private final Clock clock;
  private final Waiting waiting = new Waiting();
  private final Set<Path> withoutDigest = ConcurrentHashMap.newKeySet();

  /**
   * Takes a file that has no seal, and so is cut off, once it has not changed for this long; and
   * tells of one whose digest beside it has been no digest for this long.
   */
  public Inbox(Duration settleTime, Clock clock) {
    this.settleTime = settleTime;
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
  public boolean isComplete(@Variable("request") ImportRequest request) {
    Path file = request.file();
    if (!waiting.isOver(file, clock.instant()) && !withoutDigest.contains(file)) {
      return false;
    }
    try {
      return DigestFile.of(file).isWhole()
          && (Seal.isAtEndOf(file)
              || !Files.getLastModifiedTime(file).toInstant().isAfter(settled()));
    } catch (IOException | AttestorException e) {
      return false; // it is gone again, or cannot be read as yet
    }
  }

  /** Whether a digest lies beside it that is none and has not changed for a while. */
  public boolean lacksDigest(@Variable("request") ImportRequest request) {
    DigestFile digest = DigestFile.of(request.file());
    try {
      return waiting.isOver(request.file(), clock.instant())
          && !digest.isWhole()
          && digest.isUnchangedSince(settled());
    } catch (IOException e) {
      return false; // it is gone again, or cannot be read as yet
    }
  }

  /** Says that the digest beside a bundle is none; the bundle waits, and may be perfect. */
  public BundleReport tellDigest(@Variable("request") ImportRequest request) {
    return BundleReport.ofUnread(
        request.file(),
        "",
        Optional.empty(),
        clock.instant(),
        DigestFile.of(request.file()).isNone());
  }

  /** One that waits for its digest alone is tried as soon as that is there, and then as others. */
  private void noteDigest(Path file) {
    try {
      if (DigestFile.of(file).isWhole()) {
        withoutDigest.remove(file);
      } else {
        withoutDigest.add(file);
      }
    } catch (IOException e) {
      withoutDigest.remove(file);
    }
  }

  private Instant settled() {
    return clock.instant().minus(settleTime);
  }

  /** Whether a bundle was dropped here, and not named on a command line. */
  public boolean isOrigin(@Variable("request") ImportRequest request) {
    return request.fromInbox();
  }

  /** Moves a bundle out of the inbox, or notes what it waits for. */
  public void settle(
      @Variable("request") ImportRequest request, @Variable("report") BundleReport report) {
    Path file = request.file();
    if (report.failure().filter(Inbox::mayPass).isPresent()) {
      ReportFiles.write(beside(file, ".report.json"), report.json());
      waiting.begin(file, clock.instant());
      noteDigest(file);
      return;
    }
    boolean good = report.failure().isEmpty();
    Path target = free(file.resolveSibling(good ? "imported" : "refused"), file);
    ReportFiles.write(beside(target, ".report.json"), report.json());
    report
        .receipt()
        .ifPresent(receipt ->
            ReportFiles.write(beside(target, ".receipt.json"), ReceiptFile.print(receipt)));
    ReportFiles.move(beside(file, ".sha256"), beside(target, ".sha256"));
    ReportFiles.drop(beside(file, ".report.json"));
    // last, so that whoever finds it there finds all else done
    ReportFiles.move(file, target);
    waiting.end(file);
    withoutDigest.remove(file);
    if (good) {
      waiting.hurry();
    }
  }

  /** How many bundles wait for something. */
  public int waiting() {
    return waiting.count();
  }

  /** Trouble on this side, and what another bundle may bring, is no fault of the bundle. */
  private static boolean mayPass(Failure failure) {
    return failure == Failure.QUARANTINED
        || failure.exitCode() == ExitCode.INCOMPLETE
        || failure.exitCode() == ExitCode.OPERATIONAL && failure != Failure.INTERNAL;
  }

  /** A place in the folder that no earlier bundle of this name has. */
  private static Path free(Path folder, Path file) {
    String name = file.getFileName().toString();
    String suffix = Compression.of(file).suffixOf(name);
    String stem = name.substring(0, name.length() - suffix.length());
    Path place = folder.resolve(name);
    for (int number = 2; Files.exists(place); number++) {
      place = folder.resolve(stem + "." + number + suffix);
    }
    return place;
  }

  private static Path beside(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }
}
