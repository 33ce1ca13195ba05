package org.stellaops.attestor.config.schema;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.connectionstring.ConnectionString;

/**
 * The value type of a record component.
 *
 * <pre>
 *   boolean     true or false
 *   int         integer from min to max
 *   long        byte size
 *   Duration    duration from min to max
 *   Instant     time in UTC
 *   Path        path
 *   URI         URL of a directory
 *   String      text that matches pattern
 *   an enum     its constants, as rekor-v2
 *   List        vkeys
 *   Optional    any of these, or empty
 * </pre>
 */
final class ValueTypes {
  private ValueTypes() {}

  static ValueType<?> of(Type component, Key key) {
    if (component instanceof ParameterizedType generic && generic.getRawType() == Optional.class) {
      return new OptionalType<>(of(generic.getActualTypeArguments()[0], key));
    }
    if (component instanceof ParameterizedType generic && generic.getRawType() == List.class) {
      return new VkeysType();
    }
    if (key.type() != void.class) {
      return newInstance(key.type());
    }
    if (component == boolean.class) {
      return new BooleanType();
    }
    if (component == int.class) {
      return new IntegerType(Integer.parseInt(key.min()), Integer.parseInt(key.max()));
    }
    if (component == long.class) {
      return new ByteSizeType();
    }
    if (component == Duration.class) {
      return DurationType.from(key.min(), key.max());
    }
    if (component == Instant.class) {
      return new InstantType();
    }
    if (component == Path.class) {
      return new PathType();
    }
    if (component == URI.class) {
      return new UrlType();
    }
    if (component == String.class) {
      return TextType.matching(key.pattern(), key.form(), key.hint());
    }
    if (component == ConnectionString.class) {
      return new ConnectionStringType();
    }
    if (component instanceof Class<?> type && type.isEnum()) {
      return enumType(type);
    }
    throw new IllegalArgumentException("no value type for " + component);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // the class is that of an enum
  private static ValueType<?> enumType(Class<?> type) {
    return new EnumType(type);
  }

  private static ValueType<?> newInstance(Class<?> type) {
    try {
      return (ValueType<?>) type.getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
