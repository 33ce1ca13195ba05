/**
 * The commands that verify attestations and entries offline: {@code verify}, {@code prove}, {@code
 * verify-proof} and {@code trust}.
 *
 * <pre>
 *   $ stella attestor verify --bundle artifact.sigstore.json --key cosign.pub artifact
 *   $ stella attestor verify --backend sigstore-rekor-v2 --index 4855114
 *   $ stella attestor verify-proof entry.tlog-proof --public-key rekor.pub
 * </pre>
 *
 * <p>The exit status states the result: 0 verified, 1 rejected or two histories signed by the log,
 * 4 incomplete or too old. {@code --attest-verdict} prints the verdict as a signed in-toto
 * statement. {@code trust} shows and replaces the trusted root.
 *
 * <p>No command here opens a network connection, a database or a Camel context.
 */
@NullMarked
package org.stellaops.attestor.cli.verification;

import org.jspecify.annotations.NullMarked;
