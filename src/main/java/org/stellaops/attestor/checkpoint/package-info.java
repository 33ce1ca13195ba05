/**
 * Checkpoints, log identities and cosignatures.
 *
 * <p>A checkpoint is the text of a signed note that names a log and commits to its state, as
 * defined by <a href="https://c2sp.org/tlog-checkpoint">c2sp.org/tlog-checkpoint</a>: the origin,
 * the size, the root in base64, and optional extension lines:
 *
 * <pre>
 *   log2025-1.rekor.sigstore.dev
 *   4855115
 *   gDfQHcPSkLDVUd/xeZWPsqSB7RTR0ho07k15jgzLOpw=
 * </pre>
 *
 * <p>A log is identified by its origin and its key together ({@link
 * org.stellaops.attestor.checkpoint.LogIdentity}). Neither is sufficient alone: the shards of one
 * Rekor share a key, and the name on a signature line may differ from the origin. {@code
 * LogIdentity} opens a {@link org.stellaops.attestor.checkpoint.SignedCheckpoint}, which keeps the
 * note unchanged.
 *
 * <p>Opening a checkpoint verifies who signed it. This package does not compare it with earlier
 * checkpoints; package {@code mirror} does. It uses {@code note}, {@code tlog} and {@code failure}.
 */
@NullMarked
package org.stellaops.attestor.checkpoint;

import org.jspecify.annotations.NullMarked;
