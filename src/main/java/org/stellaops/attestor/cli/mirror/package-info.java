/**
 * The commands that show, verify, repair and prune what is stored: {@code tiles}, {@code
 * checkpoints} and {@code checkpoint-store}.
 *
 * <pre>
 *   $ stella attestor tiles verify --backend sigstore-prod --repair
 *   $ stella attestor checkpoints list --backend sigstore-prod --last 10
 *   $ stella attestor checkpoint-store test
 * </pre>
 *
 * <p>{@code tiles verify} hashes all mirrored files up to the signed root and exits with status 1
 * if it finds a damaged, missing or unexpected file. With {@code --repair} the routes compute or
 * download those files again. {@code checkpoints verify} checks the stored notes against the tiles.
 *
 * <p>Commands that remove data require confirmation or {@code --yes}, and take the lock of the log.
 */
@NullMarked
package org.stellaops.attestor.cli.mirror;

import org.jspecify.annotations.NullMarked;
