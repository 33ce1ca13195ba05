/**
 * End-to-end tests of bundles: export, import, volumes, receipts, signatures, inbox and outbox, and
 * bundles that are damaged or malicious.
 *
 * <p>Example: {@code HostileBundleTest} manipulates a good bundle with {@code BundleForger} and
 * checks that the import rejects it and changes nothing.
 */
package org.stellaops.attestor.scenario.airgap;
