package org.stellaops.attestor.config.schema;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/**
 * A key of the configuration file, as a {@link Key} declares it.
 *
 * @param path the full key; the keys of a backend begin with {@code attestor.rekorSync.backends[].}
 * @param type the type of its value
 * @param unit what a bare number counts, as {@code tiles}; empty if the value has its own unit
 * @param defaultValue what applies if the file does not have the key
 * @param description one or two sentences for operators
 * @param example a value that differs from the default
 * @param isInput whether a relative path may begin at the directory of the configuration file
 * @param details further lines for the comment in the shipped file
 */
public record SettingKey<T>(
    String path,
    ValueType<T> type,
    String unit,
    Default defaultValue,
    String description,
    String example,
    boolean isInput,
    List<String> details) {

  static SettingKey<?> of(String section, RecordComponent component, Key key) {
    return new SettingKey<>(
        section + "." + component.getName(),
        ValueTypes.of(component.getGenericType(), key),
        key.unit(),
        defaultValue(component, key),
        key.description(),
        key.example(),
        key.input(),
        List.of(key.details()));
  }

  private static Default defaultValue(RecordComponent component, Key key) {
    if (!key.derivedDefault().isEmpty()) {
      return new Default(Default.Kind.DERIVED, key.derivedDefault());
    }
    if (!key.defaultValue().equals(Key.NONE)) {
      return new Default(Default.Kind.VALUE, key.defaultValue());
    }
    boolean canBeEmpty = component.getType() == Optional.class || component.getType() == List.class;
    return new Default(canBeEmpty ? Default.Kind.VALUE : Default.Kind.REQUIRED, "");
  }

  /** Compares paths only: comparing the rest would take most of the time on a small file. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SettingKey<?> key && path.equals(key.path);
  }

  @Override
  public int hashCode() {
    return path.hashCode();
  }

  /** The last part of the path, as the file has it. */
  public String name() {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /** The path without its last part. */
  public String section() {
    return path.substring(0, path.lastIndexOf('.'));
  }

  /** The value as text, without secrets. */
  @SuppressWarnings("unchecked") // the value comes from the component of this key
  String display(Object value) {
    return type.display((T) value);
  }

  /**
   * Returns an immutable copy of the value.
   *
   * @throws AttestorException {@code configuration}, with the path of the key, if the file could
   *     not hold this value
   */
  @SuppressWarnings("unchecked") // the value comes from the component of this key
  T checked(Object value) {
    try {
      T parsed = type.parse(type.print((T) value));
      if (parsed.equals(value)) {
        return parsed;
      }
    } catch (AttestorException e) {
      throw new AttestorException(Failure.CONFIGURATION, path + ": " + e.getMessage(), e.hint(), e);
    }
    throw ConfigErrors.invalid(
        path + ": the value is not in its normal form", "parse it from text");
  }
}
