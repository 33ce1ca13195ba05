/**
 * End-to-end tests of synchronization: first contact, growth, invalid checkpoints and tiles, server
 * failures, interruptions, and concurrent mirrors. The routes, PostgreSQL and the files are real;
 * the log is a fake one on the loopback address.
 *
 * <p>Example: {@code ServerFailureTest} checks that a cycle retries a server error with increasing
 * delays. Logs of Rekor v1 are tested in {@code scenario.rekor}.
 */
package org.stellaops.attestor.scenario.sync;
