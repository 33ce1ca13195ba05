/**
 * {@code bin/bench read-only}: the time that read-only commands take from start to exit.
 *
 * <p>The launcher runs {@code sync-status} and other read-only commands against a running embedded
 * PostgreSQL, with a bare {@code java -version} between them:
 *
 * <pre>
 *   $ bin/bench read-only --runs 15 --at-most 500
 * </pre>
 *
 * <p>The first call makes the launcher create its class-data archive in the background; the
 * benchmark waits for it before it measures.
 *
 * <p>It fails if the median of {@code sync-status} is above {@code --at-most}. It measures
 * wall-clock time only, because sampling would slow down such short processes.
 *
 * <p>This package may use {@code benchmark.measure} and the packages of the product.
 */
@NullMarked
package org.stellaops.attestor.benchmark.startup;

import org.jspecify.annotations.NullMarked;
