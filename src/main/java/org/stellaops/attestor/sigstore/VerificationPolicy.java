package org.stellaops.attestor.sigstore;

import java.security.PublicKey;
import org.jspecify.annotations.Nullable;

/**
 * Whose attestations the caller takes: of an identity that an issuer vouches for, or of one key.
 *
 * @param identity what the certificate's subject alternative name must be; none with a key
 * @param issuer who must have vouched for it; none with a key
 * @param key the only key that counts; none with an identity
 */
public record VerificationPolicy(
    @Nullable StringMatcher identity, @Nullable StringMatcher issuer, @Nullable PublicKey key) {
  /** Refuses a policy that is not exactly one of the two. */
  public VerificationPolicy {
    boolean hasIdentity = identity != null && issuer != null;
    if (hasIdentity == (key != null) || (identity == null) != (issuer == null)) {
      throw new IllegalArgumentException("a policy is of an identity and an issuer, or of a key");
    }
  }

  /** Certificates of this identity by this issuer. */
  public static VerificationPolicy certificate(StringMatcher identity, StringMatcher issuer) {
    return new VerificationPolicy(identity, issuer, null);
  }

  /** A key that the caller has. */
  public static VerificationPolicy key(PublicKey key) {
    return new VerificationPolicy(null, null, key);
  }
}
