/**
 * What the operator wrote: one YAML file, checked against a table of keys, as immutable records.
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
 * <p>{@link org.stellaops.attestor.config.ConfigLocation} finds the file, {@link
 * org.stellaops.attestor.config.SettingsLoader} reads it into {@link
 * org.stellaops.attestor.config.Settings}. Everything that is known about a key (its type, range,
 * default, description) is one {@link org.stellaops.attestor.config.SettingKey} of the table {@link
 * org.stellaops.attestor.config.SettingKeys}; validation, hints, defaults and the reference manual
 * come from there.
 *
 * <p>A file is right or refused as a whole. All problems are reported at once, each with its line:
 *
 * <pre>
 *   config/attestor.yaml:3: attestor.rekorSync.syncIntervall: unknown key; did you mean syncInterval?
 *   config/attestor.yaml:4: attestor.rekorSync.backends[0].publicKey: missing; …
 * </pre>
 *
 * <p>Only plain YAML is read: one document, no anchors, aliases or tags, at most 1 MiB. Secrets
 * never appear in messages, in {@code toString} or in placeholders. Public keys stay text here;
 * whether they are keys is for others to say.
 */
@NullMarked
package org.stellaops.attestor.config;

import org.jspecify.annotations.NullMarked;
