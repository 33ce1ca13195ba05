/**
 * {@code bin/bench verify}: {@code tiles verify} of a whole mirror compared with {@code sha256sum}
 * and {@code openssl dgst}.
 *
 * <p>All of them read files that are in the page cache. The audit runs in a cold process and in one
 * that has audited another mirror before:
 *
 * <pre>
 *   $ bin/bench verify --entries 1000000 --at-least 1000000
 * </pre>
 *
 * <p>The benchmark fails if the fastest warm round audits fewer entries per second than {@code
 * --at-least} requires.
 *
 * <p>{@link org.stellaops.attestor.benchmark.audit.HashBaseline} hashes the same files in two
 * parallel processes and compares nothing, so it is a lower bound and not an equivalent.
 *
 * <p>This package may use {@code benchmark.fixture}, {@code benchmark.measure} and the packages of
 * the product.
 */
@NullMarked
package org.stellaops.attestor.benchmark.audit;

import org.jspecify.annotations.NullMarked;
