package org.stellaops.attestor.sigstore;

import java.security.PublicKey;
import org.jspecify.annotations.Nullable;

/**
 * The signer that is accepted: an identity authenticated by an issuer, or a public key.
 *
 * @param identity matches the subject alternative name of the certificate; null with a key
 * @param issuer matches the OIDC issuer of the certificate; null with a key
 * @param key the public key; null with an identity
 */
public record VerificationPolicy(
    @Nullable StringMatcher identity, @Nullable StringMatcher issuer, @Nullable PublicKey key) {
  /** Rejects a policy that is not exactly one of the two. */
  public VerificationPolicy {
    boolean hasIdentity = identity != null && issuer != null;
    if (hasIdentity == (key != null) || (identity == null) != (issuer == null)) {
      throw new IllegalArgumentException(
          "a policy needs either an identity and an issuer, or a key");
    }
  }

  /** Accepts certificates with this identity and issuer. */
  public static VerificationPolicy certificate(StringMatcher identity, StringMatcher issuer) {
    return new VerificationPolicy(identity, issuer, null);
  }

  /** Accepts signatures with this public key. */
  public static VerificationPolicy key(PublicKey key) {
    return new VerificationPolicy(null, null, key);
  }
}
