/**
 * What an operator's webhook is told when a log contradicts itself: one JSON object for each piece
 * of evidence.
 *
 * <pre>
 *   rekor.checkpoint.divergence            another root at a size that we know, or a larger tree
 *                                          that does not begin with ours
 *   rekor.checkpoint.rollback              a smaller tree that is no prefix of ours
 *   rekor.checkpoint.cross_log_divergence  another place shows a history that is not ours
 * </pre>
 *
 * <p>The object says what was found and where the proof is; it proves nothing itself. Its {@code
 * evidenceId} is the same however often it is posted.
 */
@NullMarked
package org.stellaops.attestor.alert;

import org.jspecify.annotations.NullMarked;
