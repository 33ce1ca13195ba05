/**
 * Benchmarks that compare the program with standard tools in the same run:
 *
 * <pre>
 *   $ bin/bench mirror --entries 1000000 --size 1000 --runs 3
 * </pre>
 *
 * <p>This creates a log, serves it from a separate process, and lets {@code sync --full} and {@code
 * curl --parallel} download it in turn. {@code docs/benchmarks.md} explains the output. Each
 * benchmark has a sub-package; {@code fixture} has the log and the mirror that they share, {@code
 * measure} the processes and their resource usage.
 *
 * <ul>
 *   <li>Everything runs as a user runs it: separate processes, the real routes, a real PostgreSQL
 *       and the heap of the launcher. Nothing is measured from within.
 *   <li>Tools take turns, and their order rotates from round to round, so that no tool always runs
 *       on the quiet or the busy machine.
 *   <li>A wrong result has no time. Every downloaded file is compared with the log, byte for byte,
 *       before its time counts.
 * </ul>
 *
 * <p>Every run writes to a new directory. All directories are deleted at the end and not between
 * runs: creating files right after a mass deletion is several times slower on ext4.
 *
 * <p>The benchmarks are test sources and not part of the product jar. This package may use its
 * sub-packages.
 */
@NullMarked
package org.stellaops.attestor.benchmark;

import org.jspecify.annotations.NullMarked;
