/**
 * Evidence as a file: what one operator sends to another, to an auditor, or to whoever runs the
 * log.
 *
 * <p>It is text, a fact on each line, and it needs nothing but the log's public key to be checked:
 *
 * <pre>
 *   stella-attestor evidence 1
 *   kind split_view
 *   origin log2025-1.rekor.sigstore.dev
 *   backend sigstore-rekor-v2
 *   detected 2026-11-23T12:34:56.789Z
 *   source https://log2025-1.rekor.sigstore.dev/api/v2/checkpoint
 *   known bG9nMjAyNS0x…           the note that was held true, base64 of its bytes
 *   shown bG9nMjAyNS0x…           the note that contradicts it
 *   tile tile/0/018/965.p/75 pBN… tiles of the larger tree; none for two notes of one size
 *   consistency 20 30             or a proof in place of tiles, for a log that has none
 *   hash dPE6Dhp1…                its hashes, each in a line
 *   sha256 9f86d081…              over all bytes above this line
 * </pre>
 *
 * <p>There is one spelling: parsing and printing are inverses, and a file with any byte changed is
 * refused. The checksum guards against accidents and careless edits; what convinces are the two
 * signatures of the log and the arithmetic between them. Backend, time and source are the finder's
 * word.
 */
@NullMarked
package org.stellaops.attestor.evidence;

import org.jspecify.annotations.NullMarked;
