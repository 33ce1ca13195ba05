/**
 * Evidence of a contradiction as a file, and as the event that is sent to a webhook.
 *
 * <p>An evidence file is text with one field per line. The log's public key is enough to verify it:
 *
 * <pre>
 *   stella-attestor evidence 1
 *   kind split_view
 *   origin log2025-1.rekor.sigstore.dev
 *   backend sigstore-rekor-v2
 *   detected 2026-11-23T12:34:56.789Z
 *   source https://log2025-1.rekor.sigstore.dev/api/v2/checkpoint
 *   known bG9nMjAyNS0x…           the note accepted earlier, base64 of its bytes
 *   shown bG9nMjAyNS0x…           the note that contradicts it
 *   tile tile/0/018/965.p/75 pBN… tiles of the larger tree; none for two notes of one size
 *   consistency 20 30             or a proof instead of tiles, for a log without tiles
 *   hash dPE6Dhp1…                the hashes of the proof, one per line
 *   sha256 9f86d081…              over all bytes above this line
 * </pre>
 *
 * <p>There is exactly one encoding: parsing and printing are inverses, and a file with any changed
 * byte is rejected. The checksum detects accidental changes; the proof is the log's two signatures
 * and the hashes. Backend, time and source are not signed.
 *
 * <p>{@link org.stellaops.attestor.evidence.AlertEvent} is the JSON object for the webhook. It has
 * one of three types and the same {@code evidenceId} each time it is sent:
 *
 * <pre>
 *   rekor.checkpoint.divergence            another root at a known size, or a larger tree that does
 *                                          not begin with the mirrored one
 *   rekor.checkpoint.rollback              a smaller tree that is not a prefix of the mirrored one
 *   rekor.checkpoint.cross_log_divergence  a peer shows a different history
 * </pre>
 *
 * <p>This package sends and stores nothing. It uses {@code mirror.store}, {@code mirror}, {@code
 * checkpoint}, {@code note}, {@code tlog} and {@code failure}.
 */
@NullMarked
package org.stellaops.attestor.evidence;

import org.jspecify.annotations.NullMarked;
