package org.stellaops.attestor.route.verification;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.failure.SafeText;
import org.stellaops.attestor.metrics.AttestationMetrics;
import org.stellaops.attestor.route.DropInbox;
import org.stellaops.attestor.route.Operation;
import org.stellaops.attestor.route.SidecarFiles;
import org.stellaops.attestor.verification.AttestationVerdict;
import org.stellaops.attestor.verification.IgnoredFiles;
import org.stellaops.attestor.verification.Objection;
import org.stellaops.attestor.verification.Outcome;
import org.stellaops.attestor.verification.Unreadable;
import org.stellaops.attestor.verification.Verification;

/** The inbox directory for attestations, and the outbox for verdicts. */
public final class AttestationInbox {
  private static final Logger LOG = LoggerFactory.getLogger("attestor.attestations");

  /** The folder of rejected attestations. */
  public static final String REFUSED = "refused";

  private static final Pattern NAMES = Pattern.compile("(?s)[^.].*\\.sigstore\\.json");

  private final Supplier<Verification> verifications;
  private final Optional<Path> inbox;
  private final Optional<Path> outbox;
  private final AttestationMetrics metrics;
  private final Clock clock;
  private final DropInbox drops;
  private final Map<Path, Instant> lastAttempts = new ConcurrentHashMap<>();
  private final Map<Path, VerifiedCopy> copies = new ConcurrentHashMap<>();
  private volatile boolean isStarted = false;
  private volatile IgnoredFiles lastFiles = new IgnoredFiles(List.of());
  private volatile IgnoredFiles reportedFiles = new IgnoredFiles(List.of());

  /**
   * Verifies attestations.
   *
   * @param verifications the current verification
   * @param inbox the directory for attestations
   * @param outbox the directory for verdicts
   * @param quietPeriod time without changes after which a file is complete
   */
  public AttestationInbox(
      Supplier<Verification> verifications,
      Optional<Path> inbox,
      Optional<Path> outbox,
      Duration quietPeriod,
      AttestationMetrics metrics,
      Clock clock) {
    this.verifications = verifications;
    this.inbox = inbox;
    this.outbox = outbox;
    this.metrics = metrics;
    this.clock = clock;
    this.drops = new DropInbox(NAMES, quietPeriod, clock, LOG);
  }

  /** The attestations in the inbox, in the order of their names. */
  public List<AttestationFiles> arrivals() {
    if (!isStarted) {
      isStarted = true;
      deleteLeftovers();
    }
    Path directory = inbox.orElseThrow();
    List<Path> bundles = drops.list(directory);
    // a good attestation that cannot be removed would be published again at each retry
    return bundles.isEmpty() || !drops.isUsable(directory, bundles)
        ? List.of()
        : bundles.stream().map(AttestationFiles::new).toList();
  }

  private void deleteLeftovers() {
    try {
      if (outbox.isPresent()) {
        VerifiedCopy.deleteLeftovers(outbox.get());
      }
    } catch (IOException | DirectoryIteratorException e) {
      LOG.warn("cannot delete the unfinished copies in {}: {}", outbox.orElseThrow(), e.toString());
    }
  }

  /**
   * Whether to verify now: the files no longer change and, if this is a retry, a file has changed
   * since the last attempt or the delay has passed.
   */
  public boolean isComplete(@Variable("attestation") AttestationFiles files) {
    Path bundle = files.bundle();
    Optional<Instant> changed = drops.lastChanged(files.all());
    return drops.lastChanged(bundle).isPresent()
        && drops.isQuiet(files.all())
        && (drops.isDue(bundle) || !changed.equals(Optional.ofNullable(lastAttempts.get(bundle))));
  }

  /** Starts a verification; if its verdict cannot be written, it is retried later. */
  public Operation begin(@Variable("attestation") AttestationFiles files) {
    return error -> {
      LOG.error("{}", error.getMessage());
      postpone(files);
      return null;
    };
  }

  /**
   * The verdict, or an outcome without one if a file cannot be read or is changed meanwhile. The
   * files of a good attestation are copied.
   */
  public Outcome verify(@Variable("attestation") AttestationFiles files) {
    try {
      Outcome outcome = verifications.get().verify(files.bundle(), files::content, files::artifact);
      if (outcome instanceof AttestationVerdict good
          && good.exitCode() == ExitCode.SUCCESS
          && outbox.isPresent()) {
        removeCopy(files);
        copies.put(files.bundle(), VerifiedCopy.of(files, good, outbox.get()));
      }
      return outcome;
    } catch (AttestorException e) {
      return new Unreadable(SafeText.line(files.bundle().toString()), e, clock.instant());
    } catch (IOException e) {
      return new Unreadable(
          SafeText.line(files.bundle().toString()), cannotCopy(files, e), clock.instant());
    }
  }

  private static AttestorException cannotCopy(AttestationFiles files, IOException e) {
    return new AttestorException(
        Failure.DISK,
        "cannot copy the files of " + SafeText.line(files.name()) + " to the outbox: " + e,
        "check free space and the permissions of both directories",
        e);
  }

  /** Writes the verdict to the outbox and logs it. */
  public void publishVerdict(
      @Body Outcome answer, @Variable("attestation") AttestationFiles files) {
    // file names are untrusted
    String line = SafeText.line(files.name()) + ": " + answer.label();
    String suffix =
        answer
            .worstObjection()
            .map(Objection::reason)
            .map(reason -> ": " + SafeText.line(reason))
            .orElse("");
    if (answer.exitCode() == ExitCode.SUCCESS) {
      LOG.info("{}", line);
    } else if (drops.isNews(files.bundle(), line + suffix)) {
      LOG.warn("{}{}", line, suffix);
    }
    if (answer instanceof AttestationVerdict verdict) {
      verdict
          .warnings()
          .forEach(warning -> LOG.warn("{}: {}", SafeText.line(files.name()), warning));
    }
    outbox.ifPresent(folder ->
        SidecarFiles.write(folder.resolve(files.safeName() + ".verdict.json"), answer.toJson()));
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
   * Moves an attestation to the folder of its verdict. That folder is in the outbox, because in the
   * inbox an artifact may have the same name.
   */
  public void moveOut(@Body Outcome answer, @Variable("attestation") AttestationFiles files) {
    VerifiedCopy copy = copies.get(files.bundle());
    try {
      if (copy == null || answer.exitCode() != ExitCode.SUCCESS) {
        Path refused = outbox.orElseThrow();
        drops.moveAway(files.bundle(), answer.label(), () -> files.moveTo(refused, REFUSED));
      } else {
        files.moveCopiesTo(outbox.orElseThrow().resolve("good"), copy);
        drops.moveAway(files.bundle(), answer.label(), copy::deleteOriginals);
      }
      removeCopy(files);
    } catch (IOException e) {
      throw cannotCopy(files, e);
    }
    lastAttempts.remove(files.bundle());
  }

  private void removeCopy(AttestationFiles files) throws IOException {
    VerifiedCopy copy = copies.remove(files.bundle());
    if (copy != null) {
      copy.delete();
    }
  }

  /** Leaves the attestation in the inbox for a retry. */
  public void postpone(@Variable("attestation") AttestationFiles files) {
    drops.postpone(files.bundle());
    drops.lastChanged(files.all()).ifPresent(changed -> lastAttempts.put(files.bundle(), changed));
    try {
      removeCopy(files);
    } catch (IOException e) {
      LOG.warn("{}", cannotCopy(files, e).getMessage());
    }
  }

  /**
   * Logs once which files of the inbox belong to no bundle, after they are unchanged for a while.
   */
  public void reportIgnoredFiles() {
    IgnoredFiles now = inbox.map(IgnoredFiles::of).orElse(new IgnoredFiles(List.of()));
    boolean isNew = !now.equals(reportedFiles) && !now.names().isEmpty();
    if (isNew && now.equals(lastFiles)) {
      LOG.warn("{}: {}", inbox.map(Path::toString).orElse(""), now.describe());
      reportedFiles = now;
    }
    lastFiles = now;
  }

  /** Number of attestations that wait for a retry. */
  public int waitingCount() {
    return drops.waitingCount();
  }
}
