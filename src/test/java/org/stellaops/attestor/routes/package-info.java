/**
 * Tests that run each route file on its own with Camel's test kit.
 *
 * <p>The beans, the database and the files are real. Routes of other files are replaced by mock
 * endpoints, whose replies the test defines:
 *
 * <pre>
 *   CheckpointRoutesTest() {
 *     super("sync/checkpoint,sync/fetch", "direct:fetch-resource");
 *   }
 * </pre>
 *
 * <p>A test in this package fails if a route file breaks its contract with other files. The
 * scenarios test all routes together.
 */
@NullMarked
package org.stellaops.attestor.routes;

import org.jspecify.annotations.NullMarked;
