/**
 * End-to-end tests of audit, repair and pruning.
 *
 * <p>Example: {@code BitRotTest} flips random bits in the files of a mirror and checks that the
 * audit reports each damaged file and that the repair restores it.
 */
package org.stellaops.attestor.scenario.maintenance;
