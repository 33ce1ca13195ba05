package org.stellaops.attestor.config.schema;

import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/**
 * Everything that is known about one key of the file.
 *
 * @param path the full key; a backend's keys begin with {@code attestor.rekorSync.backends[].}
 * @param type what its value may be
 * @param unit what a bare number counts, as {@code tiles}; empty if the value names its own unit
 * @param defaultValue what holds if the file does not have the key
 * @param description one sentence for operators
 * @param example a value that differs from the default
 */
public record SettingKey<T>(
    String path,
    ValueType<T> type,
    String unit,
    Default defaultValue,
    String description,
    String example) {

  /** Refuses a default or an example that is no value of the type. */
  public SettingKey {
    type.parse(example);
    if (defaultValue.kind() == Default.Kind.VALUE) {
      type.parse(defaultValue.text());
    }
  }

  /** A key is its path. Comparing the rest of it too is most of the work on a small file. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SettingKey<?> key && path.equals(key.path);
  }

  @Override
  public int hashCode() {
    return path.hashCode();
  }

  /** The last part of the path, which is what stands in the file. */
  public String name() {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /** The path without its last part. */
  public String section() {
    return path.substring(0, path.lastIndexOf('.'));
  }

  /** Gives the value back if the key may have it. */
  public T require(T value) {
    try {
      if (type.parse(type.print(value)).equals(value)) {
        return value;
      }
    } catch (AttestorException e) {
      throw new AttestorException(Failure.CONFIGURATION, path + ": " + e.getMessage(), e.hint(), e);
    }
    throw ConfigErrors.invalid(
        path + ": the value is not in its normal form", "parse it from text");
  }
}
