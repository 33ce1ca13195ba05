/**
 * Proofs in one file that can be verified offline with only the log's key.
 *
 * <p>{@link org.stellaops.attestor.proof.TlogProof} is an inclusion proof as defined by <a
 * href="https://c2sp.org/tlog-proof">c2sp.org/tlog-proof</a>: the index of the entry, the hashes
 * from its sibling to the child of the root, one per line, a blank line, and a signed checkpoint:
 *
 * <pre>
 *   c2sp.org/tlog-proof@v1
 *   extra VGhlIGVudHJ5
 *   index 73894
 *   gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=
 *   B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=
 *
 *   example.com/fancylog
 *   109482
 *   sFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=
 *
 *   — example.com/fancylog hI2DJw…
 * </pre>
 *
 * <p>The {@code extra} line is optional and not signed. Here it holds the entry, or the leaf hash
 * if entries are not mirrored, so that the file can be verified without other input. It is used
 * only if the proof leads from it to the root.
 *
 * <p>{@link org.stellaops.attestor.proof.HeadAnchor} is a consistency proof that ties an older head
 * of a log without tiles to a later checkpoint. Each format has exactly one encoding: parsing and
 * printing are inverses. This package stores nothing and uses {@code checkpoint}, {@code note},
 * {@code tlog} and {@code failure}.
 */
@NullMarked
package org.stellaops.attestor.proof;

import org.jspecify.annotations.NullMarked;
