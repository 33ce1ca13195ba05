/**
 * Measures what the program does beside what everybody has on their machine, in the same run:
 *
 * <pre>
 *   $ bin/bench mirror --entries 1000000 --size 1000 --runs 3
 * </pre>
 *
 * <p>makes a log, serves it from a process of its own, and lets {@code stella attestor sync --full}
 * and {@code curl --parallel} fetch it in turn. {@code docs/benchmarks.md} says how to read what
 * comes out.
 *
 * <p>{@code bin/bench verify} mirrors the same log once and measures {@code tiles verify} of it.
 * {@code bin/bench offline-verify} decides about attestations.
 *
 * <p>Three rules make the numbers worth something:
 *
 * <ul>
 *   <li>Everything runs as a user runs it: processes of their own, the real routes, a real
 *       PostgreSQL, the launcher's heap. Nothing is measured from within.
 *   <li>The contestants take turns, and the order changes from round to round, so that no one
 *       always runs on the quiet or the busy machine.
 *   <li>A wrong result has no speed. Every file that arrives is compared with the log's, byte for
 *       byte, before its time counts.
 * </ul>
 *
 * <p>Every run writes to a fresh directory, and all of them are deleted at the end and not between
 * runs: creating files right after a mass delete is several times slower on ext4.
 */
@NullMarked
package org.stellaops.attestor.bench;

import org.jspecify.annotations.NullMarked;
