/**
 * {@code bin/bench offline-verify}: offline verification of attestations compared with {@code
 * openssl dgst}.
 *
 * <p>One Sigstore bundle is verified with a cold start, and many in one process with {@code
 * --batch}:
 *
 * <pre>
 *   $ bin/bench offline-verify --bundles 1000 --runs 3
 * </pre>
 *
 * <p>openssl checks only the signature of the signer; the program checks certificate, timestamps,
 * inclusion and policy as well. {@code java -version} is the lower bound of any Java program.
 *
 * <p>The sample is a bundle of sigstore-conformance from the test resources. The output of each
 * process is checked before its time counts.
 *
 * <p>This package may use {@code benchmark.fixture}, {@code benchmark.measure} and the packages of
 * the product.
 */
@NullMarked
package org.stellaops.attestor.benchmark.verification;

import org.jspecify.annotations.NullMarked;
