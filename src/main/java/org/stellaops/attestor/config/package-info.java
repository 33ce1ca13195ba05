/**
 * The operator's configuration: one YAML file, validated and loaded into immutable records.
 *
 * <pre>
 *   attestor:
 *     rekorSync:
 *       syncInterval: 5m
 *       backends:
 *         - id: sigstore-rekor-v2
 *           origin: log2025-1.rekor.sigstore.dev
 *           baseUrl: https://log2025-1.rekor.sigstore.dev
 *           publicKeyPath: keys/log2025-1.pub
 * </pre>
 *
 * <p>{@link org.stellaops.attestor.config.ConfigLocation} selects the file and {@link
 * org.stellaops.attestor.config.SettingsLoader} reads it into {@link
 * org.stellaops.attestor.config.Settings}, which consists of one record for each section. Every
 * component of such a record is a key; its annotation has the range, default, description and
 * example. {@link org.stellaops.attestor.config.SettingKeys} lists all keys. To add a key, add a
 * component with its {@code @Key} annotation and update the generated files:
 *
 * <pre>
 *   ./mvnw test -Dtest='ConfigurationManualTest,ShippedConfigurationTest' -Dattestor.regenerate=true
 * </pre>
 *
 * <p>A file is either valid or rejected as a whole. All problems are reported at once, each with
 * its line:
 *
 * <pre>
 *   config/attestor.yaml:3: attestor.rekorSync.syncIntervall: unknown key; did you mean syncInterval?
 *   config/attestor.yaml:4: attestor.rekorSync.backends[0].publicKey: missing; …
 * </pre>
 *
 * <p>Only a subset of YAML is accepted: one document without anchors, aliases or tags, at most 1
 * MiB. Secrets never appear in messages, in {@code toString} or in placeholders. This package does
 * not decode public keys; it only checks their outer form.
 *
 * <p>May use: {@code config.schema}, {@code connectionstring}, {@code mirror}, {@code failure}.
 * Must not use: {@code config.edit}.
 */
@NullMarked
package org.stellaops.attestor.config;

import org.jspecify.annotations.NullMarked;
