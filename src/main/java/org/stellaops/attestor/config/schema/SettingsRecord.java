package org.stellaops.attestor.config.schema;

/**
 * A record of settings, which can be copied with one component changed by name.
 *
 * @param <R> the record itself
 */
public interface SettingsRecord<R extends Record> {
  /**
   * Returns a copy in which one component has another value.
   *
   * @throws org.stellaops.attestor.failure.AttestorException {@code configuration} if the key
   *     cannot have this value
   */
  @SuppressWarnings("unchecked") // a record implements this interface for itself
  default R with(String component, Object value) {
    return SectionSchema.of((Class<R>) getClass()).with((R) this, component, value);
  }
}
