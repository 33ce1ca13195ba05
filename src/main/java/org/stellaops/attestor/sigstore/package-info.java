/**
 * Offline verification of Sigstore bundles.
 *
 * <pre>
 *   TrustedRoot root = TrustedRoot.parse(Files.readAllBytes(rootFile), rootFile.toString());
 *   VerificationPolicy policy =
 *       VerificationPolicy.certificate(
 *           StringMatcher.exactly(identity), StringMatcher.exactly(issuer));
 *   VerificationResult result = new SigstoreVerifier(root, policy, clock).verify(bundle, artifact);
 *   result.signature();   // good, or refused at a step with a reason
 *   result.inclusion();   // good: under a signed checkpoint; or promised; or refused
 * </pre>
 *
 * <p>A bundle states that an artifact was signed by a certificate or key, no later than a given
 * time, and that the signature is in a transparency log. Verification takes the steps of {@link
 * org.stellaops.attestor.sigstore.Step}, in that order.
 *
 * <p>Everything in a bundle is checked, needed or not: one invalid timestamp out of three refuses
 * the bundle. Two things are ignored: cosignatures of unknown witnesses, and certificate
 * transparency logs that the trusted root does not name.
 *
 * <p>This package opens no file and no connection. It does not check whether other parties see the
 * same log: each {@link org.stellaops.attestor.sigstore.VerifiedEntry} carries the checkpoint and
 * proof that package {@code verification} compares with a mirror. It uses only {@code failure},
 * {@code tlog}, {@code note}, {@code checkpoint}, {@code trust} and {@code json}.
 */
@NullMarked
package org.stellaops.attestor.sigstore;

import org.jspecify.annotations.NullMarked;
