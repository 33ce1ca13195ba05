package org.stellaops.attestor.verdict;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import org.stellaops.attestor.attestation.Artifact;
import org.stellaops.attestor.attestation.AttestationVerifier;
import org.stellaops.attestor.attestation.Included;
import org.stellaops.attestor.attestation.Verdict;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.LogClaim;

/**
 * How attestations are decided about. Safe for many threads.
 *
 * @param verifier what a bundle is worth on its own
 * @param mirrors who knows whether its log is the one that everybody sees
 * @param trust the trusted root of the verifier
 * @param requirements what has to hold beyond
 * @param clock the time
 */
public record Verification(
    AttestationVerifier verifier,
    Mirrors mirrors,
    TrustInput trust,
    Requirements requirements,
    Clock clock) {

  /**
   * Decides about a bundle; everything that can be wrong with it is part of the decision.
   *
   * @param source where it came from
   */
  public Decision of(String source, byte[] bundle, Artifact artifact) {
    Verdict verdict = verifier.verify(bundle, artifact);
    String line = source.replaceAll("\\p{Cntrl}", "?");
    List<Anchored> anchored =
        verdict.entries().stream().map(entry -> anchored(entry, line)).toList();
    return new Decision(
        line,
        Artifact.ofBytes(bundle).sha256(),
        artifact,
        verdict,
        anchored,
        trust,
        requirements,
        clock.instant());
  }

  /** The same for files; what cannot be read is an answer too. */
  public Answer of(Path bundle, Supplier<Artifact> artifact) {
    try {
      return of(bundle.toString(), InputFiles.bundle(bundle), artifact.get());
    } catch (AttestorException e) {
      return new Undecided(bundle.toString(), e, clock.instant());
    } catch (RuntimeException e) {
      // a fault of the program, which must not keep others from their answer
      AttestorException fault = new AttestorException(Failure.INTERNAL, e.toString(), "", e);
      return new Undecided(bundle.toString(), fault, clock.instant());
    }
  }

  private Anchored anchored(Included entry, String source) {
    return entry
        .place()
        .map(place -> new LogClaim(place.checkpoint(), place.proof(), entry.leafHash(), source))
        .map(mirrors::ask)
        .orElseGet(Anchored::promised);
  }
}
