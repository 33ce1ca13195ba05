/**
 * Tests that enforce the conventions of this project: which packages may depend on which, coding
 * rules, documentation links, package documentation, and the structure of route files.
 *
 * <p>Example: {@code CodingRulesTest} fails when a class calls {@code Instant.now()} instead of
 * using a {@code Clock}. These tests read class files, documents and YAML; they start no route and
 * no database.
 */
package org.stellaops.attestor.conventions;
