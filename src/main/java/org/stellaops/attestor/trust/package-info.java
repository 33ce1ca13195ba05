/**
 * Keys and trusted roots as operators provide them.
 *
 * <p>A log's key is given as PEM (such as Sigstore's {@code rekor.pub}), as the DER inside it, or
 * as a vkey (as transparency logs publish it):
 *
 * <pre>
 *   -----BEGIN PUBLIC KEY-----
 *   MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE2G2Y+2tabdTV5BcGiBIx0a9fAFwrkBbmLSGtks4L3qX6yYY0zufBnhC8
 *   Ur/iy55GhWP/9A/bY2LhC30M9+RYtw==
 *   -----END PUBLIC KEY-----
 *
 *   log2025-1.rekor.sigstore.dev+cf119915+AbfK5adZJxsI323FwGD2AJJ9F4i89cfDuLdGJBIYntuO
 * </pre>
 *
 * <p>PEM and DER contain no name, so the name on the signature lines is configured separately. A
 * vkey contains a name, which must match the configured one.
 *
 * <p>{@link org.stellaops.attestor.trust.TrustedRoot} is Sigstore's {@code trusted_root.json}: the
 * keys of its logs, the certificates of its authorities, and the validity period of each. A period
 * has a start, and both of its ends are inclusive. {@link org.stellaops.attestor.trust.SigningKey}
 * reads the operator's own Ed25519 key.
 *
 * <p>This package downloads nothing and does not verify TUF signatures. It uses {@code json},
 * {@code note}, {@code tlog} and {@code failure}.
 */
@NullMarked
package org.stellaops.attestor.trust;

import org.jspecify.annotations.NullMarked;
