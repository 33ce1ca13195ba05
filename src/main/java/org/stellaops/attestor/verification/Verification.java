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
 * Verifies attestations: bundle, mirrors and requirements. Safe for many threads.
 *
 * @param verifier verifies the bundle
 * @param mirrorLookup compares its entries with the mirrors
 * @param trustedRoot the trusted root of the verifier
 * @param requirements the additional requirements
 * @param clock the time
 */
public record Verification(
    SigstoreVerifier verifier,
    MirrorLookup mirrorLookup,
    TrustedRootSource trustedRoot,
    Requirements requirements,
    Clock clock) {

  /**
   * Verifies a bundle. An invalid bundle gives a verdict, not an exception.
   *
   * @param source name of the bundle in the verdict
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

  /** Verifies a file. A file that cannot be read gives an {@link Unreadable}. */
  public Outcome verify(Path bundle, Supplier<Artifact> artifact) {
    return verify(bundle, () -> InputFiles.readBundle(bundle), artifact);
  }

  /** Verifies a file with this content. One that cannot be read gives an {@link Unreadable}. */
  public Outcome verify(Path bundle, Supplier<byte[]> content, Supplier<Artifact> artifact) {
    try {
      return verify(bundle.toString(), content.get(), artifact.get());
    } catch (AttestorException e) {
      return new Unreadable(SafeText.line(bundle.toString()), e, clock.instant());
    } catch (OutOfMemoryError e) {
      throw e; // ends the process
    } catch (RuntimeException | Error e) {
      // an internal error must not stop a batch
      AttestorException fault = new AttestorException(Failure.INTERNAL, e.toString(), "", e);
      return new Unreadable(SafeText.line(bundle.toString()), fault, clock.instant());
    }
  }

  private MirrorMatch mirrorResult(VerifiedEntry entry, String source) {
    return entry
        .inclusion()
        .map(place ->
            new InclusionClaim(place.checkpoint(), place.proof(), entry.leafHash(), source))
        .map(mirrorLookup::lookUp)
        .orElseGet(() -> mirrorLookup.promiseOnly(entry.logName()));
  }
}
