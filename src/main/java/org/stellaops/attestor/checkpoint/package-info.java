/**
 * What a log promised, and who vouched for it.
 *
 * <p>A checkpoint is the text of a signed note that names a log and commits to its state, as <a
 * href="https://c2sp.org/tlog-checkpoint">c2sp.org/tlog-checkpoint</a> defines it: the origin, the
 * size, the root in base64, and any number of extension lines:
 *
 * <pre>
 *   log2025-1.rekor.sigstore.dev
 *   4855115
 *   gDfQHcPSkLDVUd/xeZWPsqSB7RTR0ho07k15jgzLOpw=
 * </pre>
 *
 * <p>A log is identified by its origin together with its key ({@link
 * org.stellaops.attestor.checkpoint.LogIdentity}), because neither is enough: the shards of one
 * Rekor share a key, and the name on the signature line need not be the origin. Only that identity
 * opens a {@link org.stellaops.attestor.checkpoint.SignedCheckpoint}, which keeps the note as it
 * came.
 *
 * <p>Opening proves who signed. Whether the checkpoint fits what the log said before is for package
 * {@code mirror} to judge.
 */
@NullMarked
package org.stellaops.attestor.checkpoint;

import org.jspecify.annotations.NullMarked;
