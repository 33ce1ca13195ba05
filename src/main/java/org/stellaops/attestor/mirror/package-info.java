/**
 * Model of a mirrored log: backends, checkpoint transitions, verified content, evidence, and the
 * port to the mirror's files.
 *
 * <p>Two checkpoints describe the state of a mirror, in the terms of <a
 * href="https://c2sp.org/tlog-mirror">c2sp.org/tlog-mirror</a>:
 *
 * <pre>
 *   pending    signed, of the right origin, consistent with all earlier ones; tiles may be missing
 *   mirrored   everything it commits to is on disk and verified; this is what the mirror serves
 * </pre>
 *
 * <p>{@code mirrored ≤ pending} always holds, and neither moves backwards or sideways. The
 * <i>covered</i> size lies between them: the number of entries, from the left, already on disk.
 *
 * <p>A sync cycle compares a new checkpoint with the pending head ({@link
 * org.stellaops.attestor.mirror.HeadTransition}) and verifies from the larger tree's own tiles that
 * the smaller tree is a prefix of it ({@link org.stellaops.attestor.mirror.TileConsistencyProof}).
 * Every tile is bound to a signed root, top down, before it gets its final name.
 *
 * <p>{@link org.stellaops.attestor.mirror.MirrorTree} is the port to the files of a mirror. This
 * package opens no file and no connection. It uses {@code checkpoint}, {@code note}, {@code tlog}
 * and {@code failure}; it must not use its own sub-packages. These depend on it in this order:
 * {@code store}, {@code plan}, {@code audit}, {@code retention}; and {@code lookup} after {@code
 * store}.
 */
@NullMarked
package org.stellaops.attestor.mirror;

import org.jspecify.annotations.NullMarked;
