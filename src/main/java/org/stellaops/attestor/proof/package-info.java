/**
 * That an entry is in a log, as one file that is checked with nothing but the log's key.
 *
 * <p>The form is <a href="https://c2sp.org/tlog-proof">c2sp.org/tlog-proof</a>: the index of the
 * entry, the hashes from its sibling to the child of the root, one on each line, a blank line, and
 * a checkpoint of the log as it was signed:
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
 * <p>The line {@code extra} may be missing. Nobody has signed it. Here it holds the entry, or the
 * leaf hash where entries are not mirrored, so that the file can be checked alone: whether it is
 * that is shown by the proof, and otherwise it says nothing.
 *
 * <p>There is one spelling: parsing and printing are inverses, and a proof has exactly as many
 * hashes as its index and the size of its checkpoint require.
 */
@NullMarked
package org.stellaops.attestor.proof;

import org.jspecify.annotations.NullMarked;
