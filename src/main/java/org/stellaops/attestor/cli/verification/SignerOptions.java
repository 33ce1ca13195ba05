package org.stellaops.attestor.cli.verification;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.cli.UsageException;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.sigstore.StringMatcher;
import org.stellaops.attestor.sigstore.VerificationPolicy;
import org.stellaops.attestor.trust.PublicKeyReader;
import org.stellaops.attestor.verification.InputFiles;
import picocli.CommandLine.Option;

/** The accepted signer: a certificate identity and issuer, or a key. */
final class SignerOptions {
  @Option(
      names = "--certificate-identity",
      paramLabel = "NAME",
      description = "The exact identity in the certificate of the signer.")
  private @Nullable String identity;

  @Option(
      names = "--certificate-identity-regexp",
      paramLabel = "REGEX",
      description =
          "A regular expression (RE2) that matches the whole identity in the certificate.")
  private @Nullable String identityRegexp;

  @Option(
      names = "--certificate-oidc-issuer",
      paramLabel = "URL",
      description = "The exact OIDC issuer in the certificate of the signer.")
  private @Nullable String issuer;

  @Option(
      names = "--certificate-oidc-issuer-regexp",
      paramLabel = "REGEX",
      description =
          "A regular expression (RE2) that matches the whole OIDC issuer in the certificate.")
  private @Nullable String issuerRegexp;

  @Option(
      names = "--key",
      paramLabel = "PEM",
      description = "The public key of the signer, if the bundle has no certificate.")
  private @Nullable Path key;

  VerificationPolicy policy() {
    Path keyFile = key;
    if (keyFile == null) {
      return VerificationPolicy.certificate(
          matcher("--certificate-identity", identity, identityRegexp),
          matcher("--certificate-oidc-issuer", issuer, issuerRegexp));
    }
    if (identity != null || identityRegexp != null || issuer != null || issuerRegexp != null) {
      throw usageError("--key cannot be used with a certificate identity or issuer");
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
    } catch (IllegalArgumentException e) {
      throw usageError(option + "-regexp: " + e.getMessage());
    }
    throw usageError("add --key, " + option + " or " + option + "-regexp");
  }

  private static AttestorException usageError(String message) {
    return new UsageException(message, "see: stella attestor verify --help");
  }
}
