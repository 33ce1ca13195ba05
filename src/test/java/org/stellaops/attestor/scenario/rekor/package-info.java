/**
 * End-to-end tests of Rekor v1: shards, anchors, and mirrors built from single entries.
 *
 * <p>Example: {@code RekorV1ShardsTest} checks that a failing shard does not stop the others.
 * Bundles with checkpoints of Rekor v1 are tested in {@code scenario.airgap}.
 */
package org.stellaops.attestor.scenario.rekor;
