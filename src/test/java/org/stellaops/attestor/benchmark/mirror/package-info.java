/**
 * {@code bin/bench mirror}: {@code sync --full} of a log compared with {@code curl --parallel}.
 *
 * <p>Each round runs the mirror in a warm and in a cold process, curl with the requests of the
 * mirror, and curl with all files of the log. The table ends with the ratios of the times, per
 * round:
 *
 * <pre>
 *   $ bin/bench mirror --entries 1000000 --connections 8
 * </pre>
 *
 * <p>Finally {@link org.stellaops.attestor.benchmark.mirror.IncrementalSync} lets the log grow: a
 * cycle after the first one must not cost requests in proportion to the size of the log. The
 * benchmark fails otherwise.
 *
 * <p>curl verifies nothing, and its files are flushed to disk after its time has ended; the table
 * states both. This package may use {@code benchmark.fixture}, {@code benchmark.measure}, {@code
 * testlog} and the packages of the product.
 */
@NullMarked
package org.stellaops.attestor.benchmark.mirror;

import org.jspecify.annotations.NullMarked;
