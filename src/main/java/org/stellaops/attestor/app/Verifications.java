package org.stellaops.attestor.app;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.stellaops.attestor.attestation.AttestationVerifier;
import org.stellaops.attestor.attestation.Match;
import org.stellaops.attestor.attestation.SignerPolicy;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.config.VerifySettings;
import org.stellaops.attestor.trust.PublicKeyReader;
import org.stellaops.attestor.verdict.InputFiles;
import org.stellaops.attestor.verdict.Mirrors;
import org.stellaops.attestor.verdict.Requirements;
import org.stellaops.attestor.verdict.TrustInput;
import org.stellaops.attestor.verdict.Verification;

/**
 * How the daemon decides about attestations. Key and trusted root are read anew for each, so that
 * an import of a newer one counts at once.
 */
final class Verifications {
  private final Settings settings;
  private final Mirrors mirrors;
  private final Clock clock;

  Verifications(Settings settings, Mirrors mirrors, Clock clock) {
    this.settings = settings;
    this.mirrors = mirrors;
    this.clock = clock;
  }

  Verification now() {
    TrustInput trust = new TrustDirectory(settings).current();
    VerifySettings verify = settings.verify();
    Optional<Duration> maxAge = Optional.of(verify.maxAge()).filter(age -> !age.isZero());
    return new Verification(
        new AttestationVerifier(trust.root(), policy(verify), clock),
        mirrors,
        trust,
        new Requirements(maxAge, verify.requireAnchored()),
        clock);
  }

  private static SignerPolicy policy(VerifySettings verify) {
    Optional<Path> key = verify.keyPath();
    return key.isPresent()
        ? SignerPolicy.key(
            PublicKeyReader.readPlain(InputFiles.all(key.get()), key.get().toString()))
        : SignerPolicy.certificate(
            match(verify.certificateIdentity(), verify.certificateIdentityRegexp()),
            match(verify.certificateOidcIssuer(), verify.certificateOidcIssuerRegexp()));
  }

  /** One of the two is there, which the configuration has seen to. */
  private static Match match(Optional<String> exact, Optional<String> expression) {
    return exact.map(Match::exactly).orElseGet(() -> Match.regex(expression.orElseThrow()));
  }
}
