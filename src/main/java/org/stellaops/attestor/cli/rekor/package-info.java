/**
 * The commands for Rekor v1 logs, which have no tiles: {@code anchor add}, {@code anchor list} and
 * {@code entries fetch}.
 *
 * <pre>
 *   $ stella attestor anchor add app.sigstore.json lib.sigstore.json --decoys 9
 *   $ stella attestor entries fetch --backend sigstore-prod --index 25579
 * </pre>
 *
 * <p>{@code anchor add} fetches one consistency proof for each checkpoint and stores it, so that
 * offline verification can tie the checkpoint to the mirrored head. {@code entries fetch} fetches
 * single entries with their inclusion proofs. {@code anchor list} verifies stored anchors again
 * without a connection.
 *
 * <p>Requests and proof verification are done by the routes; this package builds the request and
 * prints the result. Logs with tiles need none of these commands.
 */
@NullMarked
package org.stellaops.attestor.cli.rekor;

import org.jspecify.annotations.NullMarked;
