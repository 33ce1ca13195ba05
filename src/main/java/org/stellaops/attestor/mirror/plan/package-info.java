/**
 * Planning which files to fetch, and verifying them.
 *
 * <p>{@link org.stellaops.attestor.mirror.plan.FetchPlan} lists the files that a mirror is missing
 * up to a verified tree, parents before children. The full tiles above level 1 come first, then
 * {@link org.stellaops.attestor.mirror.plan.WorkUnit}s of up to 65,536 entries, which workers can
 * process in any order. {@link org.stellaops.attestor.mirror.plan.Coverage} tracks how many entries
 * from the left are complete.
 *
 * <p>{@link org.stellaops.attestor.mirror.plan.ExpectedResource} accepts content only if it hashes
 * to what a parent tile commits to.
 *
 * <p>This package neither fetches nor writes files. It uses {@code mirror}, {@code tlog} and {@code
 * failure}.
 */
@NullMarked
package org.stellaops.attestor.mirror.plan;

import org.jspecify.annotations.NullMarked;
