/**
 * Auditing a mirror and planning repairs.
 *
 * <p>{@link org.stellaops.attestor.mirror.audit.MirrorAudit} hashes the stored files again, from
 * the entries up to the signed root. A tile is checked from both sides: it must hash to its parent,
 * and its children must hash to it. {@link org.stellaops.attestor.mirror.audit.RepairPlan} states
 * what each damaged file must hash to and which files can be computed from undamaged ones. {@link
 * org.stellaops.attestor.mirror.audit.HistoryAudit} opens the stored checkpoints again and verifies
 * from local tiles that each tree is a prefix of the next.
 *
 * <p>An audit only reads and needs no lock: a sync cycle may write at the same time. This package
 * repairs and deletes nothing. It uses {@code mirror.plan}, {@code mirror.store}, {@code mirror},
 * {@code checkpoint}, {@code note}, {@code tlog} and {@code failure}.
 */
@NullMarked
package org.stellaops.attestor.mirror.audit;

import org.jspecify.annotations.NullMarked;
