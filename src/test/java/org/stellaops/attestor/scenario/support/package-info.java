/**
 * Fixtures that several scenario packages share: the mirror under test and its configuration, both
 * sides of an air gap, commands run in this process or as child processes, and assertions on cycle
 * reports.
 *
 * <p>Example: {@code MirrorUnderTest.of(directory, log, server.url()).start()} starts a mirror with
 * a database and a directory of its own. This package contains no tests and does not use the other
 * scenario packages.
 */
package org.stellaops.attestor.scenario.support;
