/**
 * The verdict of this site about an attestation: the Sigstore result, the comparison with the local
 * mirrors, the age of every input, and whether these meet the requirements of the caller.
 *
 * <pre>
 *   signature   the signer signed the artifact              {@link org.stellaops.attestor.sigstore.VerificationResult}
 *   included    the log signed a tree that has the entry    {@link org.stellaops.attestor.sigstore.VerificationResult}
 *   anchored    that tree is a prefix of the mirrored tree  {@link org.stellaops.attestor.mirror.lookup.MirrorMatch}
 * </pre>
 *
 * <p>The first two need only the bundle and a trusted root. They assume that the holder of the
 * log's key is honest. The third compares the checkpoint with a mirror through {@link
 * org.stellaops.attestor.verification.MirrorLookup} and shows that the entry is in the history that
 * this site mirrors. If the log has signed a different history, the result is {@code split_view},
 * and the attestation is refused.
 *
 * <pre>
 *   Verification verification =
 *       new Verification(verifier, mirrorLookup, trustedRoot, new Requirements(maxAge, true), clock);
 *   AttestationVerdict verdict = verification.verify("app.sigstore.json", bundle, artifact);
 *   verdict.exitCode();   // GOOD, REFUSED, INCOMPLETE, …
 *   verdict.toJson();     // documented in docs/verdict.md
 * </pre>
 *
 * <p>Each reason against an attestation is an {@link
 * org.stellaops.attestor.verification.Objection}. The worst one determines the exit code; the JSON
 * lists all of them. A bundle or artifact that cannot be read gives an {@link
 * org.stellaops.attestor.verification.Unreadable} instead of a verdict.
 *
 * <p>This package opens no connection. It uses {@code sigstore}, {@code mirror} and the packages
 * below them.
 */
@NullMarked
package org.stellaops.attestor.verification;

import org.jspecify.annotations.NullMarked;
