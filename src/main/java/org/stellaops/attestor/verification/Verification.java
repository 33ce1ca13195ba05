package org.stellaops.attestor.verification;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.failure.SafeText;
import org.stellaops.attestor.mirror.lookup.InclusionClaim;
import org.stellaops.attestor.mirror.lookup.MirrorMatch;
import org.stellaops.attestor.sigstore.Artifact;
import org.stellaops.attestor.sigstore.SigstoreVerifier;
import org.stellaops.attestor.sigstore.VerificationResult;
import org.stellaops.attestor.sigstore.VerifiedEntry;

/**
 * How attestations are decided about. Safe for many threads.
 *
 * @param verifier what a bundle is worth on its own
 * @param mirrorLookup who knows whether its log is the one that everybody sees
 * @param trustedRoot the trusted root of the verifier
 * @param requirements what has to hold beyond
 * @param clock the time
 */
public record Verification(
    SigstoreVerifier verifier,
    MirrorLookup mirrorLookup,
    TrustedRootSource trustedRoot,
    Requirements requirements,
    Clock clock) {

  /**
   * Decides about a bundle; everything that can be wrong with it is part of the decision.
   *
   * @param source where it came from
   */
  public AttestationVerdict verify(String source, byte[] bundle, Artifact artifact) {
    VerificationResult result = verifier.verify(bundle, artifact);
    String safeSource = SafeText.line(source);
    List<MirrorMatch> mirrorResults =
        result.entries().stream().map(entry -> mirrorResult(entry, safeSource)).toList();
    return new AttestationVerdict(
        safeSource,
        Artifact.ofBytes(bundle).sha256(),
        artifact,
        result,
        mirrorResults,
        trustedRoot,
        requirements,
        clock.instant());
  }

  /** The same for files; what cannot be read is an answer too. */
  public Outcome verify(Path bundle, Supplier<Artifact> artifact) {
    try {
      return verify(bundle.toString(), InputFiles.readBundle(bundle), artifact.get());
    } catch (AttestorException e) {
      return new Unreadable(bundle.toString(), e, clock.instant());
    } catch (RuntimeException e) {
      // a fault of the program, which must not keep others from their answer
      AttestorException fault = new AttestorException(Failure.INTERNAL, e.toString(), "", e);
      return new Unreadable(bundle.toString(), fault, clock.instant());
    }
  }

  private MirrorMatch mirrorResult(VerifiedEntry entry, String source) {
    return entry
        .inclusion()
        .map(place ->
            new InclusionClaim(place.checkpoint(), place.proof(), entry.leafHash(), source))
        .map(mirrorLookup::lookUp)
        .orElseGet(MirrorMatch::promiseOnly);
  }
}
