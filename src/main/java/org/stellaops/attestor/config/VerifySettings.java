package org.stellaops.attestor.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.stellaops.attestor.config.schema.VerifyKeys;

/**
 * Attestations that are dropped into a directory; the keys under {@code attestor.verify}. Paths are
 * absolute.
 *
 * @param trustedRootPath whom to trust
 * @param inbox where attestations are dropped
 * @param outbox where verdicts are put
 * @param inboxInterval from one look to the next
 * @param settleTime after which a file counts as complete
 * @param certificateIdentity who must have signed; none if an expression or a key says it
 * @param certificateIdentityRegexp the same as an expression
 * @param certificateOidcIssuer who must have vouched
 * @param certificateOidcIssuerRegexp the same as an expression
 * @param keyPath the signer's key
 * @param requireAnchored whether the mirror must have the entry
 * @param maxAge the greatest age of root and mirror; 0 for any
 */
public record VerifySettings(
    Optional<Path> trustedRootPath,
    Optional<Path> inbox,
    Optional<Path> outbox,
    Duration inboxInterval,
    Duration settleTime,
    Optional<String> certificateIdentity,
    Optional<String> certificateIdentityRegexp,
    Optional<String> certificateOidcIssuer,
    Optional<String> certificateOidcIssuerRegexp,
    Optional<Path> keyPath,
    boolean requireAnchored,
    Duration maxAge) {
  /** Refuses values outside their ranges. */
  public VerifySettings {
    VerifyKeys.INBOX_INTERVAL.require(inboxInterval);
    VerifyKeys.SETTLE_TIME.require(settleTime);
    VerifyKeys.CERTIFICATE_IDENTITY.require(certificateIdentity);
    VerifyKeys.CERTIFICATE_IDENTITY_REGEXP.require(certificateIdentityRegexp);
    VerifyKeys.CERTIFICATE_OIDC_ISSUER.require(certificateOidcIssuer);
    VerifyKeys.CERTIFICATE_OIDC_ISSUER_REGEXP.require(certificateOidcIssuerRegexp);
    VerifyKeys.MAX_AGE.require(maxAge);
  }
}
