package org.stellaops.attestor.route;

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
import org.apache.camel.ExchangeException;
import org.apache.camel.Header;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.metrics.AttestationMetrics;
import org.stellaops.attestor.verdict.Answer;
import org.stellaops.attestor.verdict.Problem;
import org.stellaops.attestor.verdict.Undecided;
import org.stellaops.attestor.verdict.Verification;

/**
 * The directory into which attestations are dropped, and the one into which verdicts are put. The
 * verdict is written before anything is moved, so that a crash between the two only has it written
 * again.
 */
public final class Attestations {
  private static final Logger LOG = LoggerFactory.getLogger("attestor.attestations");

  private final Supplier<Verification> verifications;
  private final Optional<Path> outbox;
  private final Duration settleTime;
  private final AttestationMetrics metrics;
  private final Clock clock;
  private final Waiting waiting = new Waiting();
  private final Map<Path, Instant> tried = new ConcurrentHashMap<>();

  /**
   * Decides about attestations.
   *
   * @param verifications how to decide at this moment
   * @param outbox where verdicts go
   * @param settleTime after which a file that has not changed is complete
   */
  public Attestations(
      Supplier<Verification> verifications,
      Optional<Path> outbox,
      Duration settleTime,
      AttestationMetrics metrics,
      Clock clock) {
    this.verifications = verifications;
    this.outbox = outbox;
    this.settleTime = settleTime;
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
  public boolean areComplete(@Variable("attestation") AttestationFiles files) {
    Instant now = clock.instant();
    try {
      Optional<Instant> changed = files.changed();
      return changed.isPresent()
          && !changed.get().isAfter(now.minus(settleTime))
          && (waiting.isOver(files.bundle(), now)
              || !changed.get().equals(tried.get(files.bundle())));
    } catch (IOException e) {
      return false; // it is gone again, or cannot be read as yet
    }
  }

  /** The verdict; also that there is none, because something cannot be read. */
  public Answer decide(@Variable("attestation") AttestationFiles files) {
    try {
      return verifications.get().of(files.bundle(), files::artifact);
    } catch (AttestorException e) {
      return new Undecided(files.bundle().toString(), e, clock.instant());
    }
  }

  /** Writes the verdict into the outbox, and a line of the log. */
  public void publish(@Body Answer answer, @Variable("attestation") AttestationFiles files) {
    // whoever drops files names them
    String line = files.name().replaceAll("\\p{Cntrl}", "?") + ": " + answer.word();
    String why = answer.problem().map(Problem::reason).map(reason -> ": " + reason).orElse("");
    if (answer.exit() == ExitCode.GOOD) {
      LOG.info("{}", line);
    } else {
      LOG.warn("{}{}", line, why);
    }
    outbox.ifPresent(
        folder -> ReportFiles.write(folder.resolve(files.name() + ".verdict.json"), answer.json()));
    metrics.decided(answer.word());
  }

  /** Whether no later look can decide otherwise. A mirror that is damaged can be made good. */
  public boolean isFinal(@Body Answer answer) {
    return answer.exit() == ExitCode.GOOD
        || answer.exit() == ExitCode.REFUSED
            && answer.problem().map(Problem::failure).filter(Failure.BAD_TILE::equals).isEmpty();
  }

  /**
   * Moves an attestation out of the inbox, to where its verdict says: below the outbox, for in the
   * inbox an artifact may have any name.
   */
  public void settle(@Body Answer answer, @Variable("attestation") AttestationFiles files) {
    String folder = answer.exit() == ExitCode.GOOD ? "good" : "refused";
    outbox.ifPresent(below -> files.moveTo(below.resolve(folder)));
    waiting.end(files.bundle());
    tried.remove(files.bundle());
  }

  /** Leaves it where it is, to be tried again. */
  public void postpone(@Variable("attestation") AttestationFiles files) {
    waiting.begin(files.bundle(), clock.instant());
    try {
      files.changed().ifPresent(changed -> tried.put(files.bundle(), changed));
    } catch (IOException e) {
      tried.remove(files.bundle()); // it is tried when it can be read again
    }
  }

  /** The verdict could not be written, or the files not be moved. */
  public void fail(
      @Variable("attestation") AttestationFiles files, @ExchangeException Exception thrown) {
    LOG.error("{}", Failures.of(thrown).getMessage());
    postpone(files);
  }

  /** How many wait for something. */
  public int waiting() {
    return waiting.count();
  }
}
