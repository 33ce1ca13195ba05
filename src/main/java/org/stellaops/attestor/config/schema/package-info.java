/**
 * The table of configuration keys and the types of their values.
 *
 * <pre>
 *   attestor.rekorSync.syncInterval   duration, 100ms to 720h   default 5m   example 1m
 * </pre>
 *
 * <p>Everything known about a key (path, type, unit, default, description, example) is one {@link
 * org.stellaops.attestor.config.schema.SettingKey} in {@link
 * org.stellaops.attestor.config.schema.SettingKeys}. Validation, hints, defaults, placeholders and
 * the reference manual are derived from this table.
 *
 * <p>A {@link org.stellaops.attestor.config.schema.ValueType} parses and prints the values of a
 * key. The two operations are inverses: every printed value parses to an equal value.
 *
 * <p>This package does not read files and does not know the settings records. Rules that involve
 * more than one key are checked in {@code config}.
 *
 * <p>May use: {@code failure}.
 */
@NullMarked
package org.stellaops.attestor.config.schema;

import org.jspecify.annotations.NullMarked;
