package org.stellaops.attestor.cli.verification;

import java.nio.file.Path;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.sigstore.StringMatcher;
import org.stellaops.attestor.sigstore.VerificationPolicy;
import org.stellaops.attestor.trust.PublicKeyReader;
import org.stellaops.attestor.verification.InputFiles;
import picocli.CommandLine.Option;

/** Whose attestations are taken: of an identity that an issuer vouches for, or of a key. */
final class SignerOptions {
  @Option(
      names = "--certificate-identity",
      paramLabel = "NAME",
      description = "Who must have signed, to the letter.")
  private @Nullable String identity;

  @Option(
      names = "--certificate-identity-regexp",
      paramLabel = "REGEX",
      description = "Who must have signed; the expression matches the whole name.")
  private @Nullable String identityRegexp;

  @Option(
      names = "--certificate-oidc-issuer",
      paramLabel = "URL",
      description = "Who must have vouched for the signer, to the letter.")
  private @Nullable String issuer;

  @Option(
      names = "--certificate-oidc-issuer-regexp",
      paramLabel = "REGEX",
      description = "Who must have vouched for the signer; the expression matches all of it.")
  private @Nullable String issuerRegexp;

  @Option(
      names = "--key",
      paramLabel = "PEM",
      description = "The signer's public key, for what was signed without a certificate.")
  private @Nullable Path key;

  VerificationPolicy policy() {
    Path keyFile = key;
    if (keyFile == null) {
      return VerificationPolicy.certificate(
          matcher("--certificate-identity", identity, identityRegexp),
          matcher("--certificate-oidc-issuer", issuer, issuerRegexp));
    }
    if (identity != null || identityRegexp != null || issuer != null || issuerRegexp != null) {
      throw usageError("give either --key or an identity and an issuer");
    }
    byte[] pem = InputFiles.readAll(keyFile);
    return VerificationPolicy.key(PublicKeyReader.readUnnamed(pem, keyFile.toString()));
  }

  private static StringMatcher matcher(
      String option, @Nullable String exact, @Nullable String regexp) {
    try {
      if (exact != null && regexp == null) {
        return StringMatcher.exactly(exact);
      }
      if (regexp != null && exact == null) {
        return StringMatcher.regex(regexp);
      }
    } catch (PatternSyntaxException e) {
      throw usageError(option + "-regexp is no regular expression: " + e.getDescription());
    }
    throw usageError("give --key, or one of " + option + " and " + option + "-regexp");
  }

  private static AttestorException usageError(String message) {
    return new AttestorException(
        Failure.CONFIGURATION, message, "see: stella attestor verify --help");
  }
}
