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
 * time, and that the signature is in a transparency log. Verification takes these steps, named as
 * in {@link org.stellaops.attestor.sigstore.Step}:
 *
 * <pre>
 *   bundle       the JSON is valid for its version, 0.1 to 0.3
 *   timestamp    each RFC 3161 timestamp covers the bytes of the signature
 *   promise      the log's signed entry timestamp (SET) is valid, if there is one
 *   certificate  the chain is valid at every verified time
 *   sct          a trusted certificate transparency log has signed a timestamp for the certificate
 *   identity     the signer matches the policy
 *   artifact     the digest or the subject of the statement is the artifact
 *   signature    the signature verifies over the artifact or the DSSE envelope
 *   log          the log is trusted at every verified time
 *   entry        the log entry equals the content of the bundle, byte for byte
 *   checkpoint   the checkpoint is signed by the log and has its origin
 *   inclusion    the inclusion proof leads to the root hash of the checkpoint
 * </pre>
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
