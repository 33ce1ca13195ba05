/**
 * How a record declares the keys of a section, and the types of their values.
 *
 * <pre>
 *   {@literal @}Section("attestor.audit")
 *   public record AuditSettings(
 *       {@literal @}Key(
 *           defaultValue = "24h",
 *           min = "100ms",
 *           max = "8760h",
 *           description = "Time from the start of an audit to the start of the next one.",
 *           example = "168h")
 *       Duration period,
 *       …
 * </pre>
 *
 * <p>{@link org.stellaops.attestor.config.schema.SectionSchema} reads the annotations by
 * reflection: it creates records from values, prints them, checks their ranges and lists their keys
 * as {@link org.stellaops.attestor.config.schema.SettingKey}.
 *
 * <p>A {@link org.stellaops.attestor.config.schema.ValueType} parses and prints the values of a
 * key.
 *
 * <p>This package does not read files and does not use the settings records. Rules that involve
 * more than one key are checked in {@code config}.
 *
 * <p>May use: {@code connectionstring}, {@code failure}.
 */
@NullMarked
package org.stellaops.attestor.config.schema;

import org.jspecify.annotations.NullMarked;
