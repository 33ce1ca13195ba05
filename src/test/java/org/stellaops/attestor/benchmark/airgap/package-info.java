/**
 * {@code bin/bench bundle}: export and import of a whole log compared with {@code tar}, {@code
 * gzip} and {@code zstd}.
 *
 * <p>Each tool runs with both formats. The program runs in a cold process and in one that has
 * exported or imported another log before:
 *
 * <pre>
 *   $ bin/bench bundle --entries 1000000 --random
 * </pre>
 *
 * <p>The columns of the ratio table are median, minimum and maximum of the ratio, the ratio with
 * the files of tar flushed to disk, and the target.
 *
 * <p>{@link org.stellaops.attestor.benchmark.airgap.CommandSequence} is the main class of the warm
 * process: it runs several commands one after the other. tar verifies nothing; an import verifies
 * everything. This package may use {@code benchmark.fixture}, {@code benchmark.measure}, {@code
 * testlog} and the packages of the product.
 */
@NullMarked
package org.stellaops.attestor.benchmark.airgap;

import org.jspecify.annotations.NullMarked;
