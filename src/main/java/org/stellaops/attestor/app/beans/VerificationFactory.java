package org.stellaops.attestor.app.beans;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.stellaops.attestor.app.TrustDirectory;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.config.VerifySettings;
import org.stellaops.attestor.sigstore.SigstoreVerifier;
import org.stellaops.attestor.sigstore.StringMatcher;
import org.stellaops.attestor.sigstore.VerificationPolicy;
import org.stellaops.attestor.trust.PublicKeyReader;
import org.stellaops.attestor.verification.InputFiles;
import org.stellaops.attestor.verification.MirrorLookup;
import org.stellaops.attestor.verification.Requirements;
import org.stellaops.attestor.verification.TrustedRootSource;
import org.stellaops.attestor.verification.Verification;

/**
 * Creates the verification of the daemon. Reads key and trusted root for every attestation, so that
 * an imported trusted root is effective at once.
 */
record VerificationFactory(Settings settings, MirrorLookup mirrorLookup, Clock clock) {
  Verification create() {
    TrustedRootSource trust = new TrustDirectory(settings).current();
    VerifySettings verify = settings.verify();
    Optional<Duration> maxAge = Optional.of(verify.maxAge()).filter(age -> !age.isZero());
    return new Verification(
        new SigstoreVerifier(trust.root(), policy(verify), clock),
        mirrorLookup,
        trust,
        new Requirements(maxAge, verify.requireAnchored()),
        clock);
  }

  private static VerificationPolicy policy(VerifySettings verify) {
    Optional<Path> key = verify.keyPath();
    return key.isPresent()
        ? VerificationPolicy.key(
            PublicKeyReader.readUnnamed(InputFiles.readAll(key.get()), key.get().toString()))
        : VerificationPolicy.certificate(
            matcher(verify.certificateIdentity(), verify.certificateIdentityRegexp()),
            matcher(verify.certificateOidcIssuer(), verify.certificateOidcIssuerRegexp()));
  }

  /** Matches the exact text, or else the expression; the configuration has one of them. */
  private static StringMatcher matcher(Optional<String> exact, Optional<String> expression) {
    return exact
        .map(StringMatcher::exactly)
        .orElseGet(() -> StringMatcher.regex(expression.orElseThrow()));
  }
}
