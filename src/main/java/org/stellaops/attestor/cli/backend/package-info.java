/**
 * The commands that manage the followed logs: {@code backend add}, {@code list}, {@code remove},
 * {@code discover}, {@code verify-key}, {@code confirm}, {@code release}, {@code shards} and {@code
 * accept-shard}.
 *
 * <pre>
 *   $ stella attestor backend add sigstore-prod --origin rekor.sigstore.dev \
 *         --url https://rekor.sigstore.dev --public-key /path/to/rekor.pub
 *   $ stella attestor backend verify-key sigstore-prod
 * </pre>
 *
 * <p>{@code add} and {@code remove} edit the configuration file and keep its comments; a running
 * daemon needs a restart. {@code confirm}, {@code release} and {@code accept-shard} write an
 * operator's decision to the database; the next cycle applies it.
 *
 * <p>Only {@code verify-key} connects to a log, and it stores nothing.
 */
@NullMarked
package org.stellaops.attestor.cli.backend;

import org.jspecify.annotations.NullMarked;
