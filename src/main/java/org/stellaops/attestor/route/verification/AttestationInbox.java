package org.stellaops.attestor.route.verification;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.failure.SafeText;
import org.stellaops.attestor.metrics.AttestationMetrics;
import org.stellaops.attestor.route.InboxBackoff;
import org.stellaops.attestor.route.Operation;
import org.stellaops.attestor.route.SidecarFiles;
import org.stellaops.attestor.verification.Objection;
import org.stellaops.attestor.verification.Outcome;
import org.stellaops.attestor.verification.Unreadable;
import org.stellaops.attestor.verification.Verification;

/**
 * The directory into which attestations are dropped, and the one into which verdicts are put. The
 * verdict is written before anything is moved, so that a crash between the two only has it written
 * again.
 */
public final class AttestationInbox {
  private static final Logger LOG = LoggerFactory.getLogger("attestor.attestations");

  private final Supplier<Verification> verifications;
  private final Optional<Path> outbox;
  private final Duration quietPeriod;
  private final AttestationMetrics metrics;
  private final Clock clock;
  private final InboxBackoff backoff = new InboxBackoff();
  private final Map<Path, Instant> lastAttempts = new ConcurrentHashMap<>();

  /**
   * Decides about attestations.
   *
   * @param verifications how to decide at this moment
   * @param outbox where verdicts go
   * @param quietPeriod after which a file that has not changed is complete
   */
  public AttestationInbox(
      Supplier<Verification> verifications,
      Optional<Path> outbox,
      Duration quietPeriod,
      AttestationMetrics metrics,
      Clock clock) {
    this.verifications = verifications;
    this.outbox = outbox;
    this.quietPeriod = quietPeriod;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** What belongs to a bundle of the inbox. */
  public AttestationFiles files(@Header("CamelFileAbsolutePath") String bundle) {
    return new AttestationFiles(Path.of(bundle));
  }

  /**
   * Whether it can be decided about: nothing of it changes any more, and if it was tried before,
   * something of it has changed since, or enough time has passed.
   */
  public boolean isComplete(@Variable("attestation") AttestationFiles files) {
    Instant now = clock.instant();
    try {
      Optional<Instant> changed = files.lastChanged();
      return changed.isPresent()
          && !changed.get().isAfter(now.minus(quietPeriod))
          && (backoff.isDue(files.bundle(), now)
              || !changed.get().equals(lastAttempts.get(files.bundle())));
    } catch (IOException e) {
      return false; // it is gone again, or cannot be read as yet
    }
  }

  /** Begins a verification; if its verdict cannot be written, it is retried later. */
  public Operation begin(@Variable("attestation") AttestationFiles files) {
    return error -> {
      LOG.error("{}", error.getMessage());
      postpone(files);
      return null;
    };
  }

  /** The verdict; also that there is none, because something cannot be read. */
  public Outcome verify(@Variable("attestation") AttestationFiles files) {
    try {
      return verifications.get().verify(files.bundle(), files::artifact);
    } catch (AttestorException e) {
      return new Unreadable(files.bundle().toString(), e, clock.instant());
    }
  }

  /** Writes the verdict into the outbox, and a line of the log. */
  public void publishVerdict(
      @Body Outcome answer, @Variable("attestation") AttestationFiles files) {
    // file names are untrusted
    String line = SafeText.line(files.name()) + ": " + answer.label();
    String suffix =
        answer.worstObjection().map(Objection::reason).map(reason -> ": " + reason).orElse("");
    if (answer.exitCode() == ExitCode.SUCCESS) {
      LOG.info("{}", line);
    } else {
      LOG.warn("{}{}", line, suffix);
    }
    outbox.ifPresent(folder ->
        SidecarFiles.write(folder.resolve(files.name() + ".verdict.json"), answer.toJson()));
    metrics.recordVerdict(answer.label());
  }

  /** Whether a retry cannot change the verdict. A damaged mirror can be repaired. */
  public boolean isFinal(@Body Outcome answer) {
    return answer.exitCode() == ExitCode.SUCCESS
        || answer.exitCode() == ExitCode.REJECTED
            && answer
                .worstObjection()
                .map(Objection::failure)
                .filter(Failure.BAD_TILE::equals)
                .isEmpty();
  }

  /**
   * Moves an attestation out of the inbox, to where its verdict says: below the outbox, for in the
   * inbox an artifact may have any name.
   */
  public void moveOut(@Body Outcome answer, @Variable("attestation") AttestationFiles files) {
    String folder = answer.exitCode() == ExitCode.SUCCESS ? "good" : "refused";
    outbox.ifPresent(below -> files.moveTo(below.resolve(folder)));
    backoff.remove(files.bundle());
    lastAttempts.remove(files.bundle());
  }

  /** Leaves it where it is, to be tried again. */
  public void postpone(@Variable("attestation") AttestationFiles files) {
    backoff.postpone(files.bundle(), clock.instant());
    try {
      files.lastChanged().ifPresent(changed -> lastAttempts.put(files.bundle(), changed));
    } catch (IOException e) {
      lastAttempts.remove(files.bundle()); // it is tried when it can be read again
    }
  }

  /** How many wait for something. */
  public int waitingCount() {
    return backoff.count();
  }
}
