/**
 * Public keys as operators hold them, turned into keys that open notes.
 *
 * <p>A log's key comes as PEM (what Sigstore publishes as {@code rekor.pub}), as the DER inside it,
 * or as a vkey (what transparency logs publish):
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
 * <p>PEM and DER carry no name, so the name on the signature lines is given beside them. A vkey has
 * its own, and must agree with the configured one.
 *
 * <p>A {@link org.stellaops.attestor.trust.TrustedRoot} is what Sigstore distributes as {@code
 * trusted_root.json}: the keys of its logs, the certificates of its authorities, and from when to
 * when each is to be trusted. A period has a start, and both its ends belong to it.
 */
@NullMarked
package org.stellaops.attestor.trust;

import org.jspecify.annotations.NullMarked;
