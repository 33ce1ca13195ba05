/**
 * The inbox directory for attestations, and the verdicts in the outbox.
 *
 * <p>The variable {@code attestation} holds the files that belong together:
 *
 * <pre>
 *   inbox/app.sigstore.json       the Sigstore bundle
 *   inbox/app                     the artifact, or inbox/app.sha256 with its digest
 *   outbox/app.verdict.json       the verdict
 *   outbox/good/…                 the files after a final good verdict; outbox/refused/… otherwise
 * </pre>
 *
 * <p>The verdict is written before the files are moved, so after a crash between the two steps the
 * verdict is only written again. Files without a final verdict stay in the inbox and are retried.
 *
 * <p>This package does not verify signatures; package {@code verification} does. Among the packages
 * of routes it uses the root only.
 */
@NullMarked
package org.stellaops.attestor.route.verification;

import org.jspecify.annotations.NullMarked;
