/**
 * What an attestation is worth at this site: three answers, how old everything is that they rest
 * on, and whether that is enough for whoever asks.
 *
 * <pre>
 *   signature   the signer has signed the artifact        {@link org.stellaops.attestor.attestation.Verdict}
 *   included    the log has signed a tree with the entry  {@link org.stellaops.attestor.attestation.Verdict}
 *   anchored    that tree is the beginning of the one
 *               that is mirrored here                     {@link org.stellaops.attestor.verdict.Anchored}
 * </pre>
 *
 * <p>The first two need the bundle and a trusted root, and nothing of this site. The third needs a
 * mirror, which {@link org.stellaops.attestor.verdict.Mirrors} asks. A signature and an entry
 * without it are good as far as the log's key is honest; anchored, they are in the history that
 * everybody here sees. A log that has signed another history than the mirrored one has contradicted
 * itself, and nothing that it says of this attestation counts: {@code split_view}.
 *
 * <pre>
 *   Verification verification =
 *       new Verification(verifier, mirrors, trust, new Requirements(maxAge, true), clock);
 *   Decision decision = verification.of("app.sigstore.json", bundle, artifact);
 *   decision.exit();   // GOOD, REFUSED, INCOMPLETE, …
 *   decision.json();   // as docs/verdict.md has it
 * </pre>
 *
 * <p>Whatever stands against an attestation is a {@link org.stellaops.attestor.verdict.Problem};
 * the worst of them decides, and none hides another in the JSON. Nothing here opens a connection.
 */
@NullMarked
package org.stellaops.attestor.verdict;

import org.jspecify.annotations.NullMarked;
