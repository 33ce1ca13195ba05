package org.stellaops.attestor.config.schema;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
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
    return switch (key.type()) {
      case OF_COMPONENT -> ofComponent(component, key);
      case ENVIRONMENT_VARIABLE -> TextType.environmentVariable();
      case HOST ->
          TextType.matching(
              "[A-Za-z0-9.:-]{1,253}", "host name or address", "write it like 127.0.0.1 or ::1");
      case LINE ->
          TextType.matching(
              "[^\\p{Cc}]{1,1000}",
              "one line of text",
              "write one line of at most 1000 characters");
      case PUBLIC_KEY -> new PublicKeyTextType();
      case WEBHOOK_URL -> UrlType.WEBHOOK;
    };
  }

  private static ValueType<?> ofComponent(Type component, Key key) {
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
      return UrlType.DIRECTORY;
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

  /** A value that can be empty, written {@code ""}. */
  private record OptionalType<T>(ValueType<T> type) implements ValueType<Optional<T>> {
    @Override
    public String description() {
      return type.description();
    }

    @Override
    public Optional<T> parse(String text) {
      return text.isEmpty() ? Optional.empty() : Optional.of(type.parse(text));
    }

    @Override
    public String print(Optional<T> value) {
      return value.map(type::print).orElse("");
    }

    @Override
    public String display(Optional<T> value) {
      return value.map(type::display).orElse("");
    }
  }

  /** Public keys as vkeys, separated by blanks; can be empty. */
  private record VkeysType() implements ValueType<List<String>> {
    @Override
    public String description() {
      return "vkeys with blanks between";
    }

    @Override
    public List<String> parse(String text) {
      if (text.isBlank()) {
        return List.of();
      }
      List<String> keys = Arrays.asList(text.strip().split("\\s+"));
      for (String key : keys) {
        if (!PublicKeyTextType.VKEY.matcher(key).matches()) {
          throw ConfigErrors.invalid(
              "invalid vkey " + ConfigErrors.quote(key), "write name+hash+key");
        }
        ConfigErrors.requireLiteral(key);
      }
      return List.copyOf(keys);
    }

    @Override
    public String print(List<String> value) {
      return String.join(" ", value);
    }
  }

  /** {@code true} or {@code false}; the yes and no of older YAML are invalid. */
  private record BooleanType() implements ValueType<Boolean> {
    @Override
    public String description() {
      return "true or false";
    }

    @Override
    public Boolean parse(String text) {
      return switch (text) {
        case "true" -> true;
        case "false" -> false;
        default ->
            throw ConfigErrors.invalid(
                "invalid value " + ConfigErrors.quote(text), "write true or false");
      };
    }

    @Override
    public boolean isUnquoted() {
      return true;
    }
  }

  /** A decimal number within bounds, both included; no sign, no leading zero, no underscores. */
  private record IntegerType(int min, int max) implements ValueType<Integer> {
    private static final Pattern FORM = Pattern.compile("-?(?:0|[1-9]\\d{0,17})");

    @Override
    public String description() {
      return "integer, " + range();
    }

    @Override
    public Integer parse(String text) {
      if (!FORM.matcher(text).matches()) {
        throw ConfigErrors.invalid(
            "invalid integer " + ConfigErrors.quote(text), "write " + range());
      }
      long value = Long.parseLong(text);
      if (value < min || value > max) {
        throw ConfigErrors.invalid(text + " is out of range", "write " + range());
      }
      return (int) value;
    }

    @Override
    public boolean isUnquoted() {
      return true;
    }

    private String range() {
      return min + " to " + max;
    }
  }

  /** A time in UTC, as {@code 2026-03-01T00:00:00Z}. */
  private record InstantType() implements ValueType<Instant> {
    @Override
    public String description() {
      return "time in UTC";
    }

    @Override
    public Instant parse(String text) {
      try {
        Instant time = Instant.parse(text);
        if (time.toString().equals(text)) {
          return time;
        }
      } catch (DateTimeParseException e) {
        // rejected below, like every other form
      }
      throw ConfigErrors.invalid(
          "invalid time " + ConfigErrors.quote(text), "write it as 2026-03-01T00:00:00Z");
    }
  }

  /** A path, absolute or relative. {@code ~} and environment variables are not expanded. */
  private record PathType() implements ValueType<Path> {
    private static final Pattern VARIABLE = Pattern.compile("\\$(\\w|[{(])");

    @Override
    public String description() {
      return "path";
    }

    @Override
    public Path parse(String text) {
      if (text.isBlank()) {
        throw ConfigErrors.invalid("empty path", "write a path or remove the line");
      }
      if (text.startsWith("~")) {
        throw ConfigErrors.invalid(
            "invalid path " + ConfigErrors.quote(text), "write the whole path, without ~");
      }
      if (VARIABLE.matcher(text).find()) {
        throw ConfigErrors.invalid(
            "invalid path " + ConfigErrors.quote(text),
            "write the whole path, because environment variables are not expanded");
      }
      try {
        return Path.of(ConfigErrors.requireLiteral(text));
      } catch (InvalidPathException e) {
        throw ConfigErrors.invalid(
            "invalid path " + ConfigErrors.quote(text),
            e.getReason().contains("unmappable")
                ? "Java cannot use this name in the current locale; set LANG=C.UTF-8"
                : "write a path");
      }
    }
  }

  /** A {@link ConnectionString}. Printing gives the whole text, password included. */
  private record ConnectionStringType() implements ValueType<ConnectionString> {
    @Override
    public String description() {
      return "connection string";
    }

    @Override
    public ConnectionString parse(String text) {
      return new ConnectionString(text);
    }

    @Override
    public String print(ConnectionString value) {
      return value.text();
    }

    @Override
    public String display(ConnectionString value) {
      return value.toString();
    }
  }
}
