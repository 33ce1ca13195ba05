/**
 * Following one log: judging what it says, planning what is missing, admitting what came.
 *
 * <p>Two checkpoints describe where a mirror stands, in the words of <a
 * href="https://c2sp.org/tlog-mirror">c2sp.org/tlog-mirror</a>:
 *
 * <pre>
 *   pending    signed, of the right origin, consistent with all before; its tiles may be missing
 *   mirrored   everything it commits to is on disk and verified; this is what we serve
 * </pre>
 *
 * <p>{@code mirrored ≤ pending} always, and neither ever moves backwards or sideways. Between the
 * two lies the <i>covered</i> size: the entries from the left that are on disk already.
 *
 * <p>A cycle goes: {@link org.stellaops.attestor.mirror.CheckpointJudge} compares a new checkpoint
 * with the pending one; {@link org.stellaops.attestor.mirror.GrowthProof} proves the smaller tree a
 * prefix of the larger from the larger tree's own tiles; {@link
 * org.stellaops.attestor.mirror.MirrorPlan} lists what is missing; {@link
 * org.stellaops.attestor.mirror.Wanted} lets bytes pass only if they are what a parent tile commits
 * to. Every tile is so bound to a signed root from the top down before it gets its final name.
 *
 * <p>What was verified once can rot. {@link org.stellaops.attestor.mirror.MirrorAudit} hashes it
 * again and decides from both sides what is bad: a tile must hash to what is above it, and what is
 * below must hash to it. {@link org.stellaops.attestor.mirror.RepairPlan} says what each bad file
 * must be, and which follow from good ones. {@link org.stellaops.attestor.mirror.HistoryAudit} does
 * the same for the stored checkpoints.
 *
 * <p>What was mirrored is there to be compared with. {@link
 * org.stellaops.attestor.mirror.Anchoring} tells whether a checkpoint from elsewhere, which an
 * attestation brings, is of the same history; {@link org.stellaops.attestor.mirror.LocalMirror}
 * reads the files for it, and no database.
 *
 * <p>Not everything has to stay. Left of a declared {@link
 * org.stellaops.attestor.mirror.MinimumIndex} files may be gone, and {@link
 * org.stellaops.attestor.mirror.Pruning} removes them; {@link
 * org.stellaops.attestor.mirror.Clearing} begins a mirror anew.
 *
 * <p>The package owns the ports that adapters implement: {@link
 * org.stellaops.attestor.mirror.CheckpointStore}, {@link
 * org.stellaops.attestor.mirror.RetentionStore}, {@link org.stellaops.attestor.mirror.MirrorTree},
 * {@link org.stellaops.attestor.mirror.LogLocks}. It opens no connection and no file itself.
 */
@NullMarked
package org.stellaops.attestor.mirror;

import org.jspecify.annotations.NullMarked;
